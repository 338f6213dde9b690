import type { ObjectStore } from '../storage/object-store.ts'
import { sha256 } from '../storage/sha256.ts'
import { datasetsOfPipeline, listPipelines } from '../versions/find-dataset.ts'
import { isOldTable } from '../versions/table-keys.ts'
import { DecisionMovedError } from './errors.ts'
import type { DecisionPin } from './plan-document.ts'

export const DECISION_KINDS_PREFIX = 'decisions/'
const PREFIX = DECISION_KINDS_PREFIX
const AT_ONCE = 16
/** A folder that can name a pipeline; people's own, by year, cannot. */
const DIRECTED = /^decisions\/[^/]+\/([a-z][a-z0-9_-]*)\//

/**
 * Whose decision an object under `decisions/` is, for one pipeline: its own, another's, or nobody's. `decisions/<kind>/<pipeline>/…` is
 * that pipeline's. What names none was decided before decisions belonged to a pipeline: it is of every pipeline that still publishes
 * where it did then, and of the only pipeline of a store.
 */
export async function decisionOwner(
  store: ObjectStore,
  pipeline: string,
): Promise<(key: string) => 'pipeline' | 'other' | 'nobody'> {
  const published = await datasetsOfPipeline(store, pipeline)
  const takesUndirected =
    published.some(({ table }) => isOldTable(table)) ||
    (await listPipelines(store)).every((other) => other === pipeline)
  return (key) => {
    const owner = DIRECTED.exec(key)?.[1]
    if (owner === undefined) return takesUndirected ? 'pipeline' : 'nobody'
    return owner === pipeline ? 'pipeline' : 'other'
  }
}

/** Whether a decision says whose data it is about. */
export const isDirected = (key: string): boolean => DIRECTED.test(key)

export interface PinnedDecisions {
  /** In byte order of keys. */
  readonly decisions: DecisionPin[]
  /** Objects that lie in no kind's folder: no stage would read them. */
  readonly unmatched: string[]
}

/**
 * Pins every object under `decisions/<kind>/<pipeline>/…` by its sha256. What people decided is an input of a run like any file: a new
 * decision makes the run not "unchanged", and a stage reads exactly what was pinned. What lies under another pipeline is not this
 * one's; what lies under none (`decisions/<kind>/<file>`) is, where `takesUndirected` says so.
 */
export async function pinDecisions(store: ObjectStore, pipeline: string): Promise<PinnedDecisions> {
  const belongs = await decisionOwner(store, pipeline)
  const found: { kind: string; key: string }[] = []
  const unmatched: string[] = []
  for await (const { key } of store.list(PREFIX)) {
    const [kind, ...rest] = key.slice(PREFIX.length).split('/')
    if (kind === undefined || kind === '' || rest.length === 0 || belongs(key) === 'nobody') unmatched.push(key)
    else if (belongs(key) === 'pipeline') found.push({ kind, key })
  }
  const decisions: DecisionPin[] = []
  for (let start = 0; start < found.length; start += AT_ONCE)
    decisions.push(
      ...(await Promise.all(
        found.slice(start, start + AT_ONCE).map(async ({ kind, key }) => {
          const held = await store.get(key)
          if (held === undefined) throw new DecisionMovedError(key)
          return { kind, key, sha256: sha256(held.body) }
        }),
      )),
    )
  return { decisions, unmatched }
}

/**
 * The bytes of the decisions of one kind, as the plan pinned them, in byte order of keys.
 * @throws DecisionMovedError when one was changed or removed since.
 */
export async function readPinnedDecisions(
  store: ObjectStore,
  pins: readonly DecisionPin[],
  kind: string,
): Promise<{ readonly key: string; readonly body: Uint8Array }[]> {
  const wanted = pins.filter((pin) => pin.kind === kind)
  const read: { key: string; body: Uint8Array }[] = []
  for (let start = 0; start < wanted.length; start += AT_ONCE)
    read.push(
      ...(await Promise.all(
        wanted.slice(start, start + AT_ONCE).map(async (pin) => {
          const held = await store.get(pin.key)
          if (held === undefined || sha256(held.body) !== pin.sha256) throw new DecisionMovedError(pin.key)
          return { key: pin.key, body: held.body }
        }),
      )),
    )
  return read
}
