import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { ConfigurationFileError, PipelineNotFoundError } from './errors.ts'
import { isYamlPath, locateConfiguration } from './locate-configuration.ts'
import { type Pipeline, pipelineSchema } from './pipeline.ts'
import { findProject } from './project.ts'
import { readConfigurationFile } from './read-configuration-file.ts'

/**
 * A pipeline by its id, of the project that the working folder lies in or else a shipped one, or by the path of a .yaml file. The
 * domain it names is taken from beside it when it is there; otherwise it is this package's.
 * @throws PipelineNotFoundError, ConfigurationFileError
 */
export async function loadPipeline(idOrPath: string): Promise<Pipeline> {
  const own = isYamlPath(idOrPath) ? [] : (findProject()?.pipelines ?? [])
  const found = own.find(({ id }) => id === idOrPath)
  if (found !== undefined) return found
  const { path, shown } = await locateConfiguration(
    'pipelines',
    idOrPath,
    PipelineNotFoundError,
    own.map(({ id }) => id),
  )
  const read = await readConfigurationFile(path, shown, pipelineSchema)
  // What a pipeline publishes is named by its id: a copied file that kept its id would publish over the first one's.
  if (!isYamlPath(idOrPath) && read.id !== idOrPath)
    throw new ConfigurationFileError(
      shown,
      'id',
      `it is "${read.id}", and the file is called ${idOrPath}; they must be one.`,
    )
  // A project's own domain goes before a shipped one of the same id.
  const near = [read.domain, `domains/${read.domain}`, `../domains/${read.domain}`]
    .map((named) => resolve(dirname(path), named))
    .find((folder) => existsSync(resolve(folder, 'domain.yaml')))
  return near === undefined ? read : { ...read, domainFolder: near }
}
