import type { Pipeline } from '../config/index.ts'
import { loadPipeline } from '../config/load-pipeline.ts'
import { type ResolvedConfiguration, resolveConfiguration } from '../config/resolve-configuration.ts'
import { readDomainFolder } from '../domain/read-domain.ts'
import { PinnedDomain } from './pinned-domain.ts'

/** What a run is asked for: ids of shipped files, or paths. */
export interface AskedDomain {
  readonly pipeline: string
  /** The pipeline's own without. */
  readonly profile?: string | null | undefined
  readonly set: readonly string[]
}

export interface LoadedDomain {
  readonly pipeline: Pipeline
  readonly configuration: ResolvedConfiguration
  readonly domain: PinnedDomain
}

/**
 * Reads everything that people wrote for a pipeline, once: the only place that turns names of files into content. What comes after
 * takes the result, or what a plan pinned of it.
 * @throws the configuration's errors, DomainError
 */
export async function loadDomain(asked: AskedDomain): Promise<LoadedDomain> {
  const pipeline = await loadPipeline(asked.pipeline)
  const { files, domain: compiled } = await readDomainFolder(asked.profile ?? pipeline.domainFolder ?? pipeline.domain)
  const configuration = resolveConfiguration({ pipeline, domain: compiled, set: [...asked.set] })
  const domain = new PinnedDomain({
    format: 2,
    pipeline: { id: pipeline.id, description: pipeline.description },
    files,
    configuration: configuration.values,
  })
  return { pipeline, configuration, domain }
}
