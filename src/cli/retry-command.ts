import { standingOf } from '../ledger/current-release.ts'
import { BaseReleaseMovedError } from '../ledger/errors.ts'
import { keys } from '../ledger/keys.ts'
import { runEnding } from '../ledger/run-ending.ts'
import { describeAwsRun } from '../runtime/aws-runs.ts'
import { closeDeadRuns, runUnderWay } from '../runtime/local-runs.ts'
import { startOnAws } from '../runtime/run-on-aws.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions } from './common-options.ts'
import { UsageError } from './errors.ts'
import { runAgain, withoutAdvice } from './next-command.ts'
import { openExistingStore } from './open-existing-store.ts'
import { showLocalRun } from './run-command.ts'
import { at, readRun } from './run-documents.ts'
import { type EnvironmentOptions, placeOfOptions, storeFlag } from './use-environment.ts'

/**
 * `hotpass retry`: a new run that reads what another had pinned. Work that is finished is found by its key, so only the rest is
 * done. Throws `UsageError` for a run that is under way, has published, never got as far as a plan, or stands on a release that is not the
 * current one any more: what it had pinned is older than what was published since.
 */
export async function retryCommand(
  run: string,
  options: CommonOptions & EnvironmentOptions & { readonly wait: boolean },
  io: CliIo,
): Promise<number> {
  const store = await openExistingStore(options.store)
  await closeDeadRuns(store, options.store)
  const flag = storeFlag(options)
  if (options.deployed !== undefined && options.env !== undefined) {
    const { status } = await describeAwsRun(options.deployed, options.env, run)
    if (status === 'running') throw stillRunning(run, flag)
  } else if ((await runUnderWay(store, run)) !== undefined) throw stillRunning(run, flag)
  const { plan } = await readRun(store, run, [keys.plan(run)])
  const again = await runAgain(run, plan, placeOfOptions(options))
  const pipeline = plannedPipeline(store, run, plan, again)
  const status = (await runEnding(store, run))?.kind
  if (status === 'published' || status === 'unchanged')
    throw new UsageError(`${run} ended well (${status}): there is nothing to finish. For new files: ${again}`)
  await proveBase(store, run, plan, again ?? '')
  if (options.deployed === undefined) return showLocalRun({ pipeline, store: options.store, retryOf: run }, options, io)
  const started = await startOnAws({ deployed: options.deployed, pipeline, retryOf: run })
  return (await import('./run-deployed.ts')).tellStarted(started.run, options, io)
}

const stillRunning = (run: string, flag: string) =>
  new UsageError(`${run} is still under way. Stop it first: hotpass cancel ${run}${flag}`)

function plannedPipeline(store: ObjectStore, run: string, plan: unknown, again: string | undefined): string {
  const pipeline = at(plan, 'pipeline')
  if (typeof pipeline === 'string') return pipeline
  throw new UsageError(
    `${run} has no plan in ${store.uri('')}, so there is nothing to repeat. Start anew${again === undefined ? ', as it was started.' : `: ${again}`}`,
  )
}

/** Plan proves it again: here it is told before anything starts. A plan that cannot be read is Plan's to refuse. */
async function proveBase(store: ObjectStore, run: string, plan: unknown, again: string): Promise<void> {
  const [pipelineId, baseRelease] = [at(plan, 'pipelineId'), at(plan, 'baseRelease')]
  if (typeof pipelineId !== 'string') return
  const { current } = await standingOf(store, pipelineId)
  if ((current?.release ?? null) === baseRelease) return
  throw new UsageError(
    `${withoutAdvice(new BaseReleaseMovedError(run, pipelineId, current).message)} Start a new run; it finds finished work again: ${again}`,
  )
}
