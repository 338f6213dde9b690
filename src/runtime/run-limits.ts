import { availableParallelism } from 'node:os'
import { loadPipeline } from '../config/load-pipeline.ts'
import { loadProfile } from '../config/load-profile.ts'
import { resolveConfiguration } from '../config/resolve-configuration.ts'

export interface RunLimits {
  /** The pipeline's own id, also when it was named by a path. */
  readonly pipelineId: string
  /** The profile the run uses: the one asked for, else the pipeline's. */
  readonly profile: string
  readonly concurrency: number
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
  const profile = asked.profile ?? pipeline.profile
  const { values } = resolveConfiguration({
    pipeline,
    profile: await loadProfile(profile),
    set: [...(asked.set ?? [])],
  })
  return {
    pipelineId: pipeline.id,
    profile,
    concurrency: values.run.concurrency,
    memoryLimitMb: values.engine.memory_limit_mb,
    threads: Math.min(availableParallelism(), 4),
  }
}
