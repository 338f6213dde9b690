import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { settleRun, stopDecision } from '../../ledger/commit-decision.ts'
import { LeaseContentionError, LeaseDamagedError } from '../../ledger/errors.ts'
import { keys } from '../../ledger/keys.ts'
import { successor } from '../../ledger/stop-sentences.ts'
import { canonicalJson } from '../../storage/canonical-json.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { type ExecutionState, executionState } from './execution-state.ts'

const holderSchema = z.strictObject({
  run: z.string(),
  /** See `localExecutionId`; an ARN on Step Functions. */
  execution: z.string(),
  since: z.iso.datetime(),
  /** After this the holder counts as dead, unless its execution is seen to be running; a paused one of this machine counts, too. */
  until: z.iso.datetime(),
})
export type LeaseHolder = z.infer<typeof holderSchema>

const leaseSchema = z.strictObject({
  format: z.literal(1),
  pipeline: z.string(),
  holders: z.array(holderSchema),
  /** The one run that waits for its turn; any other that comes may leave, since this one will see what it saw. */
  waiting: z.strictObject({ run: z.string(), until: z.iso.datetime() }).nullable(),
})
type Lease = z.infer<typeof leaseSchema>

export interface LeaseRequest {
  readonly pipeline: string
  readonly run: string
  readonly execution: string
  /** How many runs of the pipeline may be under way at once. */
  readonly limit: number
  /** Whether this run would wait for its turn rather than leave. */
  readonly wait: boolean
  readonly now?: Date
  /** Replaced in tests. */
  readonly stateOf?: (execution: string) => Promise<ExecutionState>
  /** Passes the time that an overdue process of this machine is given to show itself; replaced in tests. */
  readonly giveGrace?: () => Promise<void>
}

export type LeaseOutcome =
  /** `tookOver`: runs that were found dead and lost their place. */
  | { readonly kind: 'acquired'; readonly tookOver: readonly LeaseHolder[] }
  /** `waits`: this run is the one that waits and should ask again. */
  | { readonly kind: 'busy'; readonly holders: readonly LeaseHolder[]; readonly waits: boolean }

// The state machine's own limit of six hours and a quarter more: nothing on Step Functions outlives it.
const HOLD_MS = 6.25 * 3_600_000
/** A process renews its place every minute (`keepLease`); one that has not for so long is paused, or hangs. */
const LOCAL_HOLD_MS = 900_000
// A machine that wakes from sleep lets its processes renew before one of them is judged.
const graceOfTenSeconds = (): Promise<void> => sleep(10_000)
// A waiter asks again every minute; one that has not for ten is gone.
const WAIT_MS = 600_000
const mostTries = 200

/**
 * Takes a place among the runs of a pipeline, with nothing but conditional writes: of any number of rivals at most `limit` hold one.
 * A holder whose execution has ended, or that has left its last document, or whose time is up loses its place, and cannot publish from
 * then on. So does a process of this machine that is there and has let its time pass: it is asked twice. A run that holds a place already keeps it, so a repeated call changes nothing.
 * @throws LeaseDamagedError, LeaseContentionError and the store's errors.
 */
export async function acquireLease(store: ObjectStore, request: LeaseRequest): Promise<LeaseOutcome> {
  const now = request.now ?? new Date()
  const dead = new Map<string, boolean>()
  const isDead = async (holder: LeaseHolder): Promise<boolean> => {
    const known = dead.get(holder.run) ?? (await hasDied(store, holder, now, request.stateOf ?? executionState))
    dead.set(holder.run, known)
    return known
  }
  let hasLookedTwice = false
  for (let attempt = 0; attempt < mostTries; attempt++) {
    const { lease, etag } = await readLease(store, request.pipeline)
    if (lease.holders.some(({ run }) => run === request.run)) return { kind: 'acquired', tookOver: [] }
    const living: LeaseHolder[] = []
    const tookOver: LeaseHolder[] = []
    for (const holder of lease.holders) ((await isDead(holder)) ? tookOver : living).push(holder)
    const full = living.length >= request.limit
    const overdue = living.filter((holder) => isOverdue(holder, now))
    if (full && overdue.length > 0 && !hasLookedTwice) {
      hasLookedTwice = true
      await (request.giveGrace ?? graceOfTenSeconds)()
      const { holders } = (await readLease(store, request.pipeline)).lease
      for (const { run, until } of overdue)
        if (holders.some((holder) => holder.run === run && holder.until === until)) dead.set(run, true)
      continue
    }
    const otherWaits =
      lease.waiting !== null && lease.waiting.run !== request.run && Date.parse(lease.waiting.until) > now.getTime()
    if (full && (!request.wait || otherWaits)) return { kind: 'busy', holders: living, waits: false }
    const next: Lease = full
      ? { ...lease, waiting: { run: request.run, until: later(now, WAIT_MS) } }
      : {
          ...lease,
          holders: [
            ...living,
            {
              run: request.run,
              execution: request.execution,
              since: now.toISOString(),
              until: later(now, holdOf(request.execution)),
            },
          ],
          waiting: otherWaits ? lease.waiting : null,
        }
    // Before its place is gone: a holder that only slept can publish nothing when it wakes, or has published before its successor plans.
    if (!full)
      for (const { run } of tookOver) await settleRun(store, run, stopDecision('failed', successor(request.run)))
    if (await store.swap(keys.lease(request.pipeline), canonicalJson(next), etag))
      return full ? { kind: 'busy', holders: living, waits: true } : { kind: 'acquired', tookOver }
    await sleep(Math.random() * Math.min(200, 5 * (attempt + 1)))
  }
  throw new LeaseContentionError(request.pipeline, mostTries)
}

/** Holds a run's place in a pipeline for another while. @returns whether it still had one */
export async function renewLease(
  store: ObjectStore,
  pipeline: string,
  run: string,
  now = new Date(),
): Promise<boolean> {
  for (let attempt = 0; attempt < mostTries; attempt++) {
    const { lease, etag } = await readLease(store, pipeline)
    const own = lease.holders.find((holder) => holder.run === run)
    if (own === undefined) return false
    const renewed = { ...own, until: later(now, holdOf(own.execution)) }
    const holders = lease.holders.map((holder) => (holder === own ? renewed : holder))
    if (await store.swap(keys.lease(pipeline), canonicalJson({ ...lease, holders }), etag)) return true
    await sleep(Math.random() * Math.min(200, 5 * (attempt + 1)))
  }
  throw new LeaseContentionError(pipeline, mostTries)
}

/** Gives back every place a run holds or waits for, whatever its pipelines. Doing it again does nothing. @returns those pipelines */
export async function releaseLease(store: ObjectStore, run: string): Promise<string[]> {
  const released: string[] = []
  for await (const { key } of store.list(keys.leases)) {
    const pipeline = /^leases\/(.+)\.json$/.exec(key)?.[1]
    if (pipeline !== undefined && (await giveBack(store, pipeline, run))) released.push(pipeline)
  }
  return released
}

async function giveBack(store: ObjectStore, pipeline: string, run: string): Promise<boolean> {
  for (let attempt = 0; attempt < mostTries; attempt++) {
    const found = await readLease(store, pipeline).catch((error: unknown) => {
      // Whoever asks for a turn of that pipeline is told; a run that ends holds nothing that can be read there.
      if (error instanceof LeaseDamagedError) return undefined
      throw error
    })
    if (found === undefined) return false
    const { lease, etag } = found
    const holders = lease.holders.filter((holder) => holder.run !== run)
    const waiting = lease.waiting?.run === run ? null : lease.waiting
    if (holders.length === lease.holders.length && waiting === lease.waiting) return false
    if (await store.swap(keys.lease(pipeline), canonicalJson({ ...lease, holders, waiting }), etag)) return true
    await sleep(Math.random() * Math.min(200, 5 * (attempt + 1)))
  }
  throw new LeaseContentionError(pipeline, mostTries)
}

/** What is made of a pipeline whose lease cannot be read. */
export type DamagedLease = (error: LeaseDamagedError, pipeline: string) => void

const refuseDamaged: DamagedLease = (error) => {
  throw error
}

/**
 * Every place held in the store, dead holders included.
 * @throws LeaseDamagedError, unless somebody else is told of it
 */
export async function leaseHolders(
  store: ObjectStore,
  damaged: DamagedLease = refuseDamaged,
): Promise<(LeaseHolder & { readonly pipeline: string })[]> {
  const found: (LeaseHolder & { pipeline: string })[] = []
  for await (const { key } of store.list(keys.leases)) {
    const pipeline = /^leases\/(.+)\.json$/.exec(key)?.[1]
    if (pipeline === undefined) continue
    try {
      const { lease } = await readLease(store, pipeline)
      found.push(...lease.holders.map((holder) => ({ ...holder, pipeline })))
    } catch (error) {
      if (!(error instanceof LeaseDamagedError)) throw error
      damaged(error, pipeline)
    }
  }
  return found
}

/** Whether a holder can be counted out. What its execution says comes first; a run nobody can see is judged by what it left. */
export async function hasDied(
  store: ObjectStore,
  holder: LeaseHolder,
  now: Date,
  stateOf: (execution: string) => Promise<ExecutionState> = executionState,
): Promise<boolean> {
  const state = await stateOf(holder.execution)
  if (state !== 'unknown') return state === 'ended'
  if (Date.parse(holder.until) <= now.getTime()) return true
  for (const key of [keys.result(holder.run), keys.failure(holder.run)])
    if ((await store.get(key)) !== undefined) return true
  return false
}

async function readLease(store: ObjectStore, pipeline: string): Promise<{ lease: Lease; etag: string | undefined }> {
  const key = keys.lease(pipeline)
  const held = await store.get(key)
  if (held === undefined) return { lease: { format: 1, pipeline, holders: [], waiting: null }, etag: undefined }
  try {
    return { lease: leaseSchema.parse(JSON.parse(new TextDecoder().decode(held.body))), etag: held.etag }
  } catch {
    throw new LeaseDamagedError(store.uri(key))
  }
}

const isLocal = (execution: string): boolean => execution.startsWith('local:')

const holdOf = (execution: string): number => (isLocal(execution) ? LOCAL_HOLD_MS : HOLD_MS)

/** A process that is there, and should have renewed its place. What Step Functions runs, it ends itself. */
const isOverdue = ({ execution, until }: LeaseHolder, now: Date): boolean =>
  isLocal(execution) && Date.parse(until) <= now.getTime()

const later = (now: Date, ms: number): string => new Date(now.getTime() + ms).toISOString()
