import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigurationFileError } from '../src/config/errors.ts'
import type { Pipeline } from '../src/config/index.ts'
import { loadPipeline } from '../src/config/load-pipeline.ts'
import { packagePath } from '../src/config/package-path.ts'
import { resolveConfiguration } from '../src/config/resolve-configuration.ts'
import { glueTableName } from '../src/contracts/glue-table-name.ts'
import { readDomainFolder } from '../src/domain/read-domain.ts'
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
    if (rival !== undefined)
      throw wrong(
        `"${pipeline.id}" and "${rival.id}" are one name in Glue, and both would be shown by the same tables.`,
      )
    const { files: texts, domain } = await readDomainFolder(pipeline.domainFolder ?? pipeline.domain)
    const settings = { ...pipeline.settings, ...pipeline.parameters }
    resolveConfiguration({ pipeline: { ...pipeline, settings }, domain, set: [] })
    pipelines.push({ ...pipeline, datasets: domainContracts(domain, texts).published.map(({ id }) => id) })
  }
  return pipelines
}
