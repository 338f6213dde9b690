import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { PipelineNotFoundError } from './errors.ts'
import { type Pipeline, pipelineSchema } from './pipeline.ts'
import { findProject } from './project.ts'
import { readConfigurationFile } from './read-configuration-file.ts'
import { shippedProject } from './shipped-project.ts'

/**
 * A pipeline by its id, of the project that the working folder lies in or else of the shipped example, or by the path of a .yaml file that
 * holds one alone. The domain that a file names is taken from beside it when it is there; otherwise it is this package's.
 * @throws PipelineNotFoundError, ConfigurationFileError
 */
export async function loadPipeline(idOrPath: string): Promise<Pipeline> {
  if (/\.ya?ml$/i.test(idOrPath)) return pipelineOfFile(idOrPath)
  const own = findProject()?.pipelines ?? []
  const known = [...own, ...(shippedProject()?.pipelines ?? [])]
  const found = known.find(({ id }) => id === idOrPath)
  if (found === undefined) throw new PipelineNotFoundError(idOrPath, namesOf(known))
  return found
}

async function pipelineOfFile(shown: string): Promise<Pipeline> {
  const path = resolve(shown)
  if (!existsSync(path) || !statSync(path).isFile())
    throw new PipelineNotFoundError(
      shown,
      namesOf([...(findProject()?.pipelines ?? []), ...(shippedProject()?.pipelines ?? [])]),
    )
  const read = await readConfigurationFile(path, shown, pipelineSchema)
  // A domain of one's own goes before a shipped one of the same id.
  const near = [read.domain, `domains/${read.domain}`, `../domains/${read.domain}`]
    .map((named) => resolve(dirname(path), named))
    .find((folder) => existsSync(resolve(folder, 'domain.yaml')))
  return near === undefined ? read : { ...read, domainFolder: near }
}

const namesOf = (pipelines: readonly Pipeline[]): readonly string[] => [...new Set(pipelines.map(({ id }) => id))]
