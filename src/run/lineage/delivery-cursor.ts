import { z } from 'zod'
import { keys } from '../../ledger/keys.ts'
import type { ObjectStore } from '../../storage/object-store.ts'

const cursorSchema = z.object({
  backEnd: z.string(),
  type: z.string(),
  /** Part → how many of its events the back end has, or has refused. */
  delivered: z.record(z.string(), z.int().nonnegative()),
  /** Events the back end will never take. */
  refused: z.array(z.object({ part: z.string(), line: z.int(), event: z.string(), message: z.string() })),
  /** How long the run has waited for this back end so far, in milliseconds. */
  waitedMs: z.number().nonnegative(),
  /** Why the run stopped sending; null while it has not. */
  stopped: z.string().nullable(),
})

/** What a back end has of one run's events (`runs/<run>/delivery/<back end>.json`). */
export type DeliveryCursor = z.infer<typeof cursorSchema>

const emptyCursor = (backEnd: string, type: string): DeliveryCursor => ({
  backEnd,
  type,
  delivered: {},
  refused: [],
  waitedMs: 0,
  stopped: null,
})

/** The cursor as it is kept; one that cannot be read counts as empty: events are sent again rather than lost. */
export async function readCursor(
  store: ObjectStore,
  run: string,
  backEnd: string,
  type: string,
): Promise<DeliveryCursor> {
  const found = await store.get(keys.delivery(run, backEnd))
  if (found === undefined) return emptyCursor(backEnd, type)
  try {
    return cursorSchema.parse(JSON.parse(new TextDecoder().decode(found.body)))
  } catch {
    return emptyCursor(backEnd, type)
  }
}

/** Keeps a cursor. Two that deliver at once never take back what the other has delivered. */
export async function keepCursor(store: ObjectStore, run: string, cursor: DeliveryCursor): Promise<void> {
  const key = keys.delivery(run, cursor.backEnd)
  for (let tries = 0; tries < 5; tries++) {
    const held = await store.get(key)
    const other = held === undefined ? undefined : await readCursor(store, run, cursor.backEnd, cursor.type)
    const merged = other === undefined ? cursor : merge(cursor, other)
    if (await store.swap(key, JSON.stringify(merged), held?.etag)) return
  }
}

function merge(mine: DeliveryCursor, other: DeliveryCursor): DeliveryCursor {
  const delivered = { ...other.delivered }
  for (const [part, lines] of Object.entries(mine.delivered)) delivered[part] = Math.max(lines, delivered[part] ?? 0)
  const refused = new Map([...other.refused, ...mine.refused].map((one) => [`${one.part}:${one.line}`, one]))
  return { ...mine, delivered, refused: [...refused.values()], waitedMs: Math.max(mine.waitedMs, other.waitedMs) }
}
