import { TransportError } from '../../lineage/errors.ts'
import type { LineageEvent, Transport } from '../../lineage/index.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { type DeliveryCursor, keepCursor, readCursor } from './delivery-cursor.ts'
import { EventParts } from './event-parts.ts'

/** What became of one run's events at one back end. */
export interface Delivery {
  readonly backEnd: string
  readonly type: string
  /** Events sent by this call. */
  readonly sent: number
  /** Events the back end will never take, in all. */
  readonly refused: DeliveryCursor['refused']
  /** Events still to be sent. */
  readonly left: number
  /** Why sending stopped; undefined when it did not. */
  readonly problem: string | undefined
}

/**
 * Sends what a back end does not have yet, in order, and remembers how far it came. An event the back end refuses is written down
 * and passed over; anything else that goes wrong ends the call, so that order is kept.
 */
export async function deliver(
  store: ObjectStore,
  run: string,
  transport: Transport,
  signal?: AbortSignal,
  cursor?: DeliveryCursor,
): Promise<Delivery> {
  const at = cursor ?? (await readCursor(store, run, transport.id, transport.type))
  const parts = new EventParts(store, run)
  const keys = await parts.list()
  let sent = 0
  let left = 0
  let problem: string | undefined
  for (const key of keys) {
    const part = key.slice(key.lastIndexOf('/') + 1)
    const known = at.delivered[part]
    // A part is write-once: one that was delivered whole is not read again.
    if (known !== undefined && at.delivered[`${part}#`] !== undefined) continue
    const lines = (await parts.text(key)).split('\n').filter((line) => line !== '')
    for (let line = known ?? 0; line < lines.length && problem === undefined; line++) {
      const event = JSON.parse(lines[line] as string) as LineageEvent
      try {
        if (!told(part, keys, at)) await transport.emit(event, signal === undefined ? {} : { signal })
        sent++
      } catch (error) {
        if (error instanceof TransportError && error.fault === 'refused') {
          at.refused.push({ part, line, event: nameOf(event), message: error.message })
        } else {
          problem = error instanceof Error ? error.message : String(error)
          break
        }
      }
      at.delivered[part] = line + 1
    }
    if (problem === undefined) at.delivered[`${part}#`] = lines.length
    else left += lines.length - (at.delivered[part] ?? 0)
  }
  at.stopped = problem ?? null
  if (sent > 0 || at.refused.length > 0 || problem !== undefined || cursor !== undefined)
    await keepCursor(store, run, at)
  return { backEnd: transport.id, type: transport.type, sent, refused: at.refused, left, problem }
}

/** A RUNNING that arrives after its state's end was told says nothing any more, and receivers take nothing after an end. */
const told = (part: string, keys: readonly string[], at: DeliveryCursor): boolean => {
  if (!part.includes('-5-running-')) return false
  const end = part.replace(/-5-running-.*$/, '-9-end.ndjson')
  return keys.some((key) => key.endsWith(`/${end}`)) && at.delivered[end] !== undefined
}

const nameOf = (event: LineageEvent): string =>
  'eventType' in event ? `${event.eventType} ${event.job.name}` : 'job' in event ? event.job.name : event.dataset.name

/** Events of a run that a back end does not have. */
export async function countLeft(store: ObjectStore, run: string, cursor: DeliveryCursor): Promise<number> {
  const parts = new EventParts(store, run)
  let left = 0
  for (const key of await parts.list()) {
    const part = key.slice(key.lastIndexOf('/') + 1)
    if (cursor.delivered[`${part}#`] === undefined)
      left += (await parts.text(key)).split('\n').filter((line) => line !== '').length - (cursor.delivered[part] ?? 0)
  }
  return left
}
