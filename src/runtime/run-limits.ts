import { availableParallelism } from 'node:os'
import { loadPipeline } from '../config/load-pipeline.ts'
import { resolveConfiguration } from '../config/resolve-configuration.ts'
import { readDomainFolder } from '../domain/read-domain.ts'
import { engineMemoryMb, memoryGivenMb } from '../engine/engine-memory.ts'

export interface RunLimits {
  /** The pipeline's own id, also when it was named by a path. */
  readonly pipelineId: string
  /** The domain that was asked for in place of the pipeline's. */
  readonly profile?: string
  readonly concurrency: number
  /** Of all engines beside each other. */
  readonly memoryLimitMb: number
  readonly threads: number
}

/**
 * Resolves the configuration before anything starts, so that a mistake in it is an answer and not a failed run.
 * Throws the configuration room's errors.
 */
export async function runLimits(asked: {
  readonly pipeline: string
  readonly profile?: string
  readonly set?: readonly string[]
}): Promise<RunLimits> {
  const pipeline = await loadPipeline(asked.pipeline)
  const folder = asked.profile ?? pipeline.domainFolder ?? pipeline.domain
  const { values } = resolveConfiguration({
    pipeline,
    domain: (await readDomainFolder(folder)).domain,
    set: [...(asked.set ?? [])],
  })
  return {
    pipelineId: pipeline.id,
    ...(asked.profile === undefined ? {} : { profile: asked.profile }),
    concurrency: values.run.concurrency,
    memoryLimitMb: values.engine.memory_limit_mb ?? engineMemoryMb(memoryGivenMb()),
    threads: Math.min(availableParallelism(), 4),
  }
}
