import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigurationFileError } from '../src/config/errors.ts'
import type { Pipeline, Project } from '../src/config/index.ts'
import { loadPipeline } from '../src/config/load-pipeline.ts'
import { packagePath } from '../src/config/package-path.ts'
import { PROJECT_FILE } from '../src/config/project-file.ts'
import { resolveConfiguration } from '../src/config/resolve-configuration.ts'
import { glueTableName } from '../src/contracts/glue-table-name.ts'
import { readDomain } from '../src/domain/read-domain.ts'
import { domainContracts } from '../src/ledger/domain-contracts.ts'

/** A pipeline with what it publishes. */
export interface PublishingPipeline extends Pipeline {
  readonly datasets: readonly string[]
}

/**
 * Every pipeline of `pipelines/`, in the order of their names, with what they would run with checked. What a pipeline publishes is named
 * by its id, so a file with another one's, or two that are one name in Glue, are a mistake too.
 * @throws ConfigurationError: a mistake in a pipeline is told at synthesis, not by its first scheduled run.
 */
export async function loadPipelines(folder: string = packagePath('pipelines')): Promise<readonly PublishingPipeline[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort()
  const pipelines: PublishingPipeline[] = []
  for (const file of files) {
    const pipeline = await loadPipeline(join(folder, file))
    const wrong = (problem: string) => new ConfigurationFileError(`pipelines/${file}`, 'id', problem)
    if (`${pipeline.id}.yaml` !== file)
      throw wrong(`it is "${pipeline.id}", and the file is called ${file}: what is published is named by the id.`)
    const rival = pipelines.find(({ id }) => glueTableName(id) === glueTableName(pipeline.id))
    if (rival !== undefined) throw wrong(oneInGlue(pipeline, rival))
    pipelines.push(publishing(pipeline))
  }
  return pipelines
}

/** Those of a project, checked the same way. @throws ConfigurationError, DomainError */
export function loadProjectPipelines(project: Project): readonly PublishingPipeline[] {
  return project.pipelines.map((pipeline, index) => {
    const rival = project.pipelines.slice(0, index).find(({ id }) => glueTableName(id) === glueTableName(pipeline.id))
    if (rival !== undefined)
      throw new ConfigurationFileError(PROJECT_FILE, `pipelines.${pipeline.id}`, oneInGlue(pipeline, rival))
    return publishing(pipeline)
  })
}

const oneInGlue = (one: Pipeline, other: Pipeline): string =>
  `"${one.id}" and "${other.id}" are one name in Glue, and both would be shown by the same tables.`

/** With what it would run with checked. */
function publishing(pipeline: Pipeline): PublishingPipeline {
  const { files, domain } = readDomain(pipeline.domainFolder ?? pipeline.domain)
  const settings = { ...pipeline.settings, ...pipeline.parameters }
  resolveConfiguration({ pipeline: { ...pipeline, settings }, domain, set: [] })
  return { ...pipeline, datasets: domainContracts(domain, files).published.map(({ id }) => id) }
}
