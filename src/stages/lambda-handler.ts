import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beginInvocation, flushTelemetry } from '../telemetry/telemetry.ts'
import { StageError } from './errors.ts'
import { openHost } from './host.ts'
import { namespaceOfFunction } from './lineage/job-identity.ts'
import { runStage } from './run-stage.ts'
import type { StageName } from './stage.ts'

/**
 * A Lambda handler for one stage. The store comes from `HOTPASS_STORE` (`s3://bucket/prefix`); DuckDB gets half of the function's
 * memory, since Node and the row buffers need the rest.
 */
export function lambdaHandler(stage: StageName): (event: unknown, invocation?: unknown) => Promise<unknown> {
  return async (event, invocation) => {
    const store = process.env.HOTPASS_STORE
    if (!store)
      throw new StageError(
        `The function for ${stage} has no HOTPASS_STORE. Set it to s3://<bucket>/<prefix> and deploy again.`,
      )
    const memory = Number(process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? '1024')
    const host = await openHost({
      store,
      scratch: join(tmpdir(), 'hotpass'),
      memoryLimitMb: Math.floor(memory / 2),
      threads: memory > 1769 ? 2 : 1,
    })
    nameJobs(invocation)
    beginInvocation(invocation)
    try {
      return await runStage(stage, event, host)
    } finally {
      // The function is frozen once it has answered, so what waits to be sent is sent now or given up.
      await flushTelemetry()
    }
  }
}

/** Lineage names jobs by region and account, which a function finds in its own ARN. What the environment says goes first. */
function nameJobs(invocation: unknown): void {
  const { invokedFunctionArn } = (invocation ?? {}) as { readonly invokedFunctionArn?: string }
  const namespace = namespaceOfFunction(invokedFunctionArn)
  if (namespace !== undefined) process.env.HOTPASS_JOB_NAMESPACE ??= namespace
}
