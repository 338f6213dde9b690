import { findProject } from '../config/project.ts'
import { UsageError } from './errors.ts'

/** What a command about a pipeline takes from the project around it where its own words do not say. */
export interface OfProject {
  readonly pipeline: string
  /** A folder; undefined for the store's own. */
  readonly landing: string | undefined
}

/**
 * The pipeline that is meant, and where its files land: as said, else as the project says that the working folder lies in.
 * @throws UsageError when no pipeline is named and the project does not have exactly one; ConfigurationFileError
 */
export function ofProject(
  pipeline: string | undefined,
  landing: string | undefined,
  project = findProject(),
): OfProject {
  const own = project?.pipelines.map(({ id }) => id) ?? []
  const meant = pipeline ?? (own.length === 1 ? own[0] : undefined)
  if (meant === undefined)
    throw new UsageError(
      own.length === 0
        ? project === undefined
          ? 'There is no hotpass.yaml here or above. hotpass init <files> makes this folder a project; outside of one, name the pipeline: hotpass run <pipeline>.'
          : 'hotpass.yaml has no pipeline. Write one under "pipelines", or name one: hotpass run <pipeline>.'
        : `Which pipeline? Name one of hotpass.yaml: ${own.join(', ')}.`,
    )
  return { pipeline: meant, landing: landing ?? (own.includes(meant) ? project?.landing : undefined) }
}
