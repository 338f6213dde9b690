import { pipelineSchema } from '../../src/config/pipeline.ts'
import { resolveConfiguration } from '../../src/config/resolve-configuration.ts'
import { PinnedDomain } from '../../src/ledger/pinned-domain.ts'
import { compiledDomain } from './compiled-domain.ts'

/** What a pipeline without settings of its own pins of a domain of these files. */
export function pinnedDomain(yaml: string, files: Readonly<Record<string, string>> = {}): PinnedDomain {
  const domain = compiledDomain(yaml, files)
  const pipeline = pipelineSchema.parse({ id: domain.id, description: domain.title, domain: domain.id })
  return new PinnedDomain({
    format: 2,
    pipeline: { id: pipeline.id, description: pipeline.description },
    files: { 'domain.yaml': yaml, ...files },
    configuration: resolveConfiguration({ pipeline, domain, set: [] }).values,
  })
}
