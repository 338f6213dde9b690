import { ConfigurationFileError } from '../src/config/errors.ts'
import type { Pipeline, Project } from '../src/config/index.ts'
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
 * Every pipeline of a project, with what they would run with checked. What a pipeline publishes is named by its id, so two that are one
 * name in Glue are a mistake too.
 * @throws ConfigurationError, DomainError: a mistake in a pipeline is told at synthesis, not by its first scheduled run.
 */
export function loadPipelines(project: Project): readonly PublishingPipeline[] {
  return project.pipelines.map((pipeline, index) => {
    const rival = project.pipelines.slice(0, index).find(({ id }) => glueTableName(id) === glueTableName(pipeline.id))
    if (rival !== undefined)
      throw new ConfigurationFileError(
        PROJECT_FILE,
        `pipelines.${pipeline.id}`,
        `"${pipeline.id}" and "${rival.id}" are one name in Glue, and both would be shown by the same tables.`,
      )
    return publishing(pipeline)
  })
}

/** With what it would run with checked. */
function publishing(pipeline: Pipeline): PublishingPipeline {
  const { files, domain } = readDomain(pipeline.domainFolder ?? pipeline.domain)
  const settings = { ...pipeline.settings, ...pipeline.parameters }
  resolveConfiguration({ pipeline: { ...pipeline, settings }, domain, set: [] })
  return { ...pipeline, datasets: domainContracts(domain, files).published.map(({ id }) => id) }
}
