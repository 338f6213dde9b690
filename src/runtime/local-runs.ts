import { setTimeout as sleep } from 'node:timers/promises'
import { localProcess } from '../run/lease/execution-state.ts'
import { type DamagedLease, hasDied, leaseHolders } from '../run/lease/run-lease.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { openScratch } from '../storage/scratch.ts'
import { pipelineInRunId } from './run-id.ts'

/** A run that holds its pipeline's lease. */
export interface RunUnderWay {
  readonly run: string
  readonly pipeline: string
  readonly since: string
  /** The process that runs it, when it is on this machine. */
  readonly pid: number | undefined
}

/**
 * Runs that are under way in a store, whoever runs them; those that are known to have died are left out.
 * @throws LeaseDamagedError, unless somebody else is told of it
 */
export async function runsUnderWay(store: ObjectStore, damaged?: DamagedLease): Promise<RunUnderWay[]> {
  const found: RunUnderWay[] = []
  const now = new Date()
  for (const holder of await leaseHolders(store, damaged)) {
    if (await hasDied(store, holder, now)) continue
    const { run, pipeline, since } = holder
    found.push({ run, pipeline, since, pid: localProcess(holder.execution) })
  }
  return found
}

/**
 * The run, if it is under way.
 * @throws LeaseDamagedError when that cannot be known: another pipeline's lease does not matter
 */
export async function runUnderWay(store: ObjectStore, run: string): Promise<RunUnderWay | undefined> {
  const own = pipelineInRunId(run)
  const living = await runsUnderWay(store, (error, pipeline) => {
    if (own === undefined || own === pipeline) throw error
  })
  return living.find((one) => one.run === run)
}

/**
 * Ends the runs of this machine whose process is gone, as AWS does for its own through an event: each is settled, gets its last document
 * and gives back its lease. @returns them
 */
export async function closeDeadRuns(store: ObjectStore, location: string): Promise<string[]> {
  const dead: string[] = []
  const now = new Date()
  // Of a lease that cannot be read nobody is known to be dead; whoever asks what is under way is told.
  for (const holder of await leaseHolders(store, () => undefined)) {
    const isOurs = store.kind === 'directory' || holder.execution.startsWith('local:')
    if (isOurs && (await hasDied(store, holder, now))) dead.push(holder.run)
  }
  for (const run of dead) await closeRun(store, location, run)
  return dead
}

/** Closes one run whose process is gone through the stage that closes runs. */
async function closeRun(store: ObjectStore, location: string, run: string): Promise<void> {
  const { runRealStage } = await import('./run-real-stage.ts')
  const scratch = await openScratch(store.uri(''))
  try {
    const settings = { store: location, scratch: scratch.path, memoryLimitMb: 128, threads: 1 }
    await runRealStage('CloseRun', { run, status: 'FAILED' }, settings, () => {})
  } finally {
    await scratch.remove()
  }
}

/** `ended`: the run is over. `asked`: its process has been told and is still ending. */
export type StopOutcome = 'ended' | 'asked'

/** Tells the process of a run to stop, as Ctrl-C does, and waits for it. */
export async function stopLocalRun(store: ObjectStore, run: RunUnderWay, patienceMs = 20_000): Promise<StopOutcome> {
  if (run.pid === undefined) return 'asked'
  process.kill(run.pid, 'SIGINT')
  for (const until = Date.now() + patienceMs; Date.now() < until; await sleep(100))
    if (!(await runsUnderWay(store, () => undefined)).some((one) => one.run === run.run)) return 'ended'
  return 'asked'
}
