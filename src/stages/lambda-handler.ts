import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StageError } from './errors.ts'
import { openHost } from './host.ts'
import { runStage } from './run-stage.ts'
import type { StageName } from './stage.ts'

/**
 * A Lambda handler for one stage. The store comes from `HOTPASS_STORE` (`s3://bucket/prefix`); DuckDB gets half of the function's
 * memory, since Node and the row buffers need the rest.
 */
export function lambdaHandler(stage: StageName): (event: unknown) => Promise<unknown> {
  return async (event) => {
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
    return runStage(stage, event, host)
  }
}
