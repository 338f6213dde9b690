import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StageError } from '../ledger/errors.ts'
import { namespaceOfFunction } from '../ledger/job-identity.ts'
import { isStageName, STAGES, type StageName, stageNamed } from '../stages/stage-table.ts'
import { beginInvocation, flushTelemetry, type Undelivered } from '../telemetry/telemetry.ts'
import { writeLog } from '../telemetry/write-log.ts'
import { openFunctionScratch, type Swept } from './function-scratch.ts'
import { openHost } from './host.ts'
import { runStage } from './run-stage.ts'

/**
 * The Lambda handler of the stage that `HOTPASS_STAGE` names. The store comes from `HOTPASS_STORE` (`s3://bucket/prefix`); DuckDB
 * gets half of the function's memory, since Node and the row buffers need the rest.
 * @throws StageError when no stage has that name.
 */
export function stageHandler(named: string | undefined): (event: unknown, invocation?: unknown) => Promise<unknown> {
  if (named === undefined || !isStageName(named))
    throw new StageError(
      `HOTPASS_STAGE is ${named === undefined ? 'not set' : `"${named}"`}, and a function runs one stage. Set it to one of ` +
        `${STAGES.map(({ name }) => name).join(', ')} and deploy again.`,
    )
  return async (event, invocation) => {
    const fromEvent = await stageNamed(named)?.fromEvent?.()
    const payload = fromEvent === undefined ? event : fromEvent(event)
    return payload === undefined ? { outcome: 'not-ours' } : handle(named, payload, invocation)
  }
}

async function handle(stage: StageName, payload: unknown, invocation: unknown): Promise<unknown> {
  const store = process.env.HOTPASS_STORE
  if (!store)
    throw new StageError(
      `The function for ${stage} has no HOTPASS_STORE. Set it to s3://<bucket>/<prefix> and deploy again.`,
    )
  const memory = Number(process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? '1024')
  const { path: scratch, swept } = await openFunctionScratch(join(tmpdir(), 'hotpass'))
  const host = await openHost({
    store,
    scratch,
    memoryLimitMb: Math.floor(memory / 2),
    threads: memory > 1769 ? 2 : 1,
  })
  nameJobs(invocation)
  beginInvocation(invocation)
  if (swept.files > 0) await tellSwept(stage, payload, swept)
  try {
    return await runStage(stage, payload, host)
  } finally {
    // The function is frozen once it has answered, so what waits to be sent is sent now or given up.
    await tellUndelivered(stage, payload, await flushTelemetry())
  }
}

const runOf = (event: unknown): string => {
  const { run } = (event ?? {}) as { readonly run?: unknown }
  return typeof run === 'string' ? run.slice(0, 80) : ''
}

const tellSwept = (state: StageName, event: unknown, { files, bytes }: Swept): Promise<void> =>
  writeLog({
    level: 'warn',
    event: 'scratch.swept',
    message: 'An earlier invocation ended without clearing its scratch folder; what it had left was removed.',
    run: runOf(event),
    state,
    files,
    bytes,
  })

/** What a telemetry back end did not take is told where it can be read: in the function's log. */
async function tellUndelivered(state: StageName, event: unknown, undelivered: readonly Undelivered[]): Promise<void> {
  for (const { signal, batches, reason } of undelivered)
    await writeLog({
      level: 'warn',
      event: 'telemetry.undelivered',
      message: `Some ${signal} were not delivered. The run itself is not affected.`,
      run: runOf(event),
      state,
      signal,
      batches,
      reason: reason.slice(0, 300),
    })
}

/** Lineage names jobs by region and account, which a function finds in its own ARN. What the environment says goes first. */
function nameJobs(invocation: unknown): void {
  const { invokedFunctionArn } = (invocation ?? {}) as { readonly invokedFunctionArn?: string }
  const namespace = namespaceOfFunction(invokedFunctionArn)
  if (namespace !== undefined) process.env.HOTPASS_JOB_NAMESPACE ??= namespace
}
