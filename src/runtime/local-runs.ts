import { setTimeout as sleep } from 'node:timers/promises'
import { localProcess } from '../run/lease/execution-state.ts'
import { hasDied, leaseHolders } from '../run/lease/run-lease.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { openScratch } from '../storage/scratch.ts'

/** A run that holds its pipeline's lease. */
export interface RunUnderWay {
  readonly run: string
  readonly pipeline: string
  readonly since: string
  /** The process that runs it, when it is on this machine. */
  readonly pid: number | undefined
}

/** Runs that are under way in a store, whoever runs them; those that are known to have died are left out. */
export async function runsUnderWay(store: ObjectStore): Promise<RunUnderWay[]> {
  const found: RunUnderWay[] = []
  const now = new Date()
  for (const holder of await leaseHolders(store)) {
    if (await hasDied(store, holder, now)) continue
    const { run, pipeline, since } = holder
    found.push({ run, pipeline, since, pid: localProcess(holder.execution) })
  }
  return found
}

/**
 * Ends the runs of a folder whose process is gone, as AWS does through an event: each gets its `failure.json` and gives back its
 * lease. @returns them
 */
export async function closeDeadRuns(store: ObjectStore, location: string): Promise<string[]> {
  if (store.kind !== 'directory') return []
  const dead: string[] = []
  const now = new Date()
  for (const holder of await leaseHolders(store)) if (await hasDied(store, holder, now)) dead.push(holder.run)
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
    if (!(await runsUnderWay(store)).some((one) => one.run === run.run)) return 'ended'
  return 'asked'
}
