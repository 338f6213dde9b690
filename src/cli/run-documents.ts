import { RunDocumentError } from '../ledger/errors.ts'
import { type RunEnding, runEnding } from '../ledger/run-ending.ts'
import type { ObjectStore } from '../storage/object-store.ts'

/** The documents a run may have left, each parsed, absent when not written. `stages` by state and shard. */
export interface RunDocuments {
  readonly run: string
  readonly plan?: unknown
  readonly result?: unknown
  readonly failure?: unknown
  readonly verdict?: unknown
  readonly stages: Readonly<Record<string, unknown>>
}

/** Run ids of a store, newest first by the time in their names, with the keys of their documents. */
export async function listRuns(store: ObjectStore): Promise<Map<string, string[]>> {
  const runs = new Map<string, string[]>()
  for await (const { key } of store.list('runs/')) {
    const run = key.split('/')[1]
    if (run !== undefined) runs.set(run, [...(runs.get(run) ?? []), key])
  }
  return new Map(
    [...runs].sort(([a], [b]) => (timeOfName(b) ?? '').localeCompare(timeOfName(a) ?? '') || b.localeCompare(a)),
  )
}

/** Reads a run's documents; `names` limits it to those (`plan`, `result`, …), everything otherwise. */
export async function readRun(
  store: ObjectStore,
  run: string,
  keys: readonly string[],
  names?: readonly string[],
): Promise<RunDocuments> {
  const stages: Record<string, unknown> = {}
  const documents: Record<string, unknown> = {}
  for (const key of keys) {
    const name = key.slice(`runs/${run}/`.length)
    const stage = /^stages\/(.+)\.json$/.exec(name)?.[1]
    const document = /^(plan|result|failure|verdict)\.json$/.exec(name)?.[1]
    if (stage !== undefined && names === undefined) stages[stage] = await readJson(store, key)
    if (document !== undefined && (names?.includes(document) ?? true)) documents[document] = await readJson(store, key)
  }
  return { run, ...documents, stages }
}

/** When a run was started, by the time in its name; null where there is none. */
export function timeOfName(run: string): string | null {
  const [, year, month, day, hour, minute, second] = /(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z/.exec(run) ?? []
  return year === undefined ? null : `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`
}

/** The states that come last, the last one first: a run ends with the record of one of them. */
const LAST_STATES = ['CloseRun', 'RecordFailure', 'RecordBlocked', 'Publish', 'Plan']

/** When a run ended, by the last record that it left; null when it left none. */
export async function endedAt(store: ObjectStore, run: string, keys: readonly string[]): Promise<string | null> {
  const known = new Set(keys)
  const last = LAST_STATES.map((state) => `runs/${run}/stages/${state}.json`).find((key) => known.has(key))
  const found = last === undefined ? undefined : at(await readJson(store, last), 'endedAt')
  return typeof found === 'string' ? found : null
}

async function readJson(store: ObjectStore, key: string): Promise<unknown> {
  const stored = await store.get(key)
  try {
    return stored === undefined ? undefined : JSON.parse(Buffer.from(stored.body).toString('utf8'))
  } catch {
    return { unreadable: key }
  }
}

/** A field at a path of a value nobody has checked; undefined when there is none. */
export function at(value: unknown, ...path: string[]): unknown {
  let found: unknown = value
  for (const name of path) {
    if (typeof found !== 'object' || found === null) return undefined
    found = Object.getOwnPropertyDescriptor(found, name)?.value
  }
  return found
}

export interface KnownEnding {
  /** In a word: its ending, `unreadable` when nobody can say, undefined when it left none. */
  readonly status: RunEnding['kind'] | 'unreadable' | undefined
  readonly ending: RunEnding | undefined
  /** Why it is unreadable, and what to do. */
  readonly problem: string | null
}

/** How a run ended. One whose decision cannot be read says so, and keeps nobody from the others. */
export async function endingOf(store: ObjectStore, run: string): Promise<KnownEnding> {
  try {
    const ending = await runEnding(store, run)
    return { status: ending?.kind, ending, problem: null }
  } catch (error) {
    if (!(error instanceof RunDocumentError)) throw error
    return { status: 'unreadable', ending: undefined, problem: error.message }
  }
}
