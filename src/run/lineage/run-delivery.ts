import { setTimeout as sleep } from 'node:timers/promises'
import type { Transport } from '../../lineage/index.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { configuredBackEnds } from './back-ends.ts'
import { countLeft, type Delivery, deliver } from './deliver.ts'
import { type DeliveryCursor, keepCursor, readCursor } from './delivery-cursor.ts'

/** How long a run waits for a back end that has taken none of its events, over all of its states, in milliseconds. */
export const SILENT_BUDGET_MS = 1500
/** How long for one that takes them: some forty events at 200 ms. */
const WAIT_BUDGET_MS = 8000

const budgetOf = (cursor: DeliveryCursor | undefined): number =>
  Object.keys(cursor?.delivered ?? {}).length > 0 ? WAIT_BUDGET_MS : SILENT_BUDGET_MS

interface BackEnd {
  readonly transport: Transport
  readonly abort: AbortController
  cursor: DeliveryCursor | undefined
  /** The delivery under way, and whether more was written meanwhile. */
  working: Promise<void> | undefined
  again: boolean
  stopped: boolean
  left: number
  refused: number
}

/**
 * Delivers a run's events beside its work. Sending never holds a state up: only where the process may be frozen or end is it waited
 * for, and only as long as the run's budget lasts. The first failure ends sending for the run; what was not sent is in the store.
 */
export class RunDelivery {
  readonly #store: ObjectStore
  readonly #run: string
  readonly #backEnds: BackEnd[]
  readonly problems: string[] = []

  constructor(store: ObjectStore, run: string, transports: readonly Transport[] = configuredBackEnds()) {
    this.#store = store
    this.#run = run
    this.#backEnds = transports.map((transport) => ({
      transport,
      abort: new AbortController(),
      cursor: undefined,
      working: undefined,
      again: false,
      stopped: false,
      left: 0,
      refused: 0,
    }))
  }

  /** New events are in the store. Returns at once. */
  nudge(): void {
    for (const backEnd of this.#backEnds) {
      if (backEnd.stopped) continue
      if (backEnd.working) backEnd.again = true
      else backEnd.working = this.#work(backEnd)
    }
  }

  /**
   * Waits for what was nudged, as long as the budget lasts; then gives up for this run.
   * @param last frees connections: nothing more will come from this process
   * @returns how many events some back end does not have
   */
  async settle(last: boolean): Promise<number> {
    await Promise.all(this.#backEnds.map((backEnd) => this.#settle(backEnd, last)))
    return this.#backEnds.reduce((sum, { left, refused }) => sum + left + refused, 0)
  }

  async #settle(backEnd: BackEnd, last: boolean): Promise<void> {
    const started = performance.now()
    if (backEnd.working) {
      const before = backEnd.cursor?.waitedMs ?? 0
      const left = () => budgetOf(backEnd.cursor) - before - (performance.now() - started)
      // Events that it takes meanwhile give it more time.
      for (let { working } = backEnd; working !== undefined && left() > 0; { working } = backEnd)
        await within(working, left())
      if (backEnd.working) {
        backEnd.abort.abort()
        await backEnd.working
      }
      const { cursor } = backEnd
      if (cursor !== undefined) {
        cursor.waitedMs += performance.now() - started
        await keepCursor(this.#store, this.#run, cursor).catch(() => undefined)
      }
    }
    if (!last) return
    if (backEnd.stopped && backEnd.cursor) backEnd.left = await countLeft(this.#store, this.#run, backEnd.cursor)
    await backEnd.transport.close?.().catch(() => undefined)
  }

  async #work(backEnd: BackEnd): Promise<void> {
    const { transport, abort } = backEnd
    try {
      backEnd.cursor ??= await readCursor(this.#store, this.#run, transport.id, transport.type)
      if (backEnd.cursor.stopped !== null || backEnd.cursor.waitedMs >= budgetOf(backEnd.cursor)) backEnd.stopped = true
      do {
        backEnd.again = false
        if (backEnd.stopped) return
        this.#note(backEnd, await deliver(this.#store, this.#run, transport, abort.signal, backEnd.cursor))
      } while (backEnd.again)
    } catch (error) {
      backEnd.stopped = true
      this.problems.push(error instanceof Error ? error.message : String(error))
    } finally {
      backEnd.working = undefined
    }
  }

  #note(backEnd: BackEnd, { left, refused, problem }: Delivery): void {
    backEnd.left = left
    backEnd.refused = refused.length
    if (problem === undefined) return
    backEnd.stopped = true
    this.problems.push(
      backEnd.abort.signal.aborted
        ? `The ${backEnd.transport.type} back end did not take all events in the ${budgetOf(backEnd.cursor) / 1000} s a run waits for it.`
        : problem,
    )
  }
}

/** Waits for work to end, and no longer than so many milliseconds. */
async function within(work: Promise<void>, milliseconds: number): Promise<void> {
  const limit = new AbortController()
  const late = sleep(Math.max(0, milliseconds), undefined, { signal: limit.signal }).catch(() => undefined)
  await Promise.race([work, late])
  limit.abort()
}
