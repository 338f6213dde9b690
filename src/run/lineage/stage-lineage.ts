import type { RunEnding } from '../../ledger/run-ending.ts'
import type { StageRecord } from '../../ledger/stage.ts'
import { publishLineage } from '../../site/publish-lineage.ts'
import type { StageName } from '../../stages/stage-table.ts'
import { runTrace } from '../../telemetry/run-trace.ts'
import { tracingIsOn } from '../../telemetry/telemetry.ts'
import { currentSpan } from '../../telemetry/with-span.ts'
import type { StageHost } from '../host.ts'
import { EventParts } from './event-parts.ts'
import type { LineageTrace } from './moment.ts'
import { RunDelivery } from './run-delivery.ts'
import { runGraph } from './run-graph.ts'
import { type ClosedMap, type Ending, RunLineage } from './run-lineage.ts'
import { siteLineage } from './site-lineage.ts'
import { isLineageState, LINEAGE_STATES, type LineageState } from './states.ts'

export { type LineageIds, lineageIds } from '../../ledger/job-identity.ts'

/** What telling a state's story came to. */
export interface LineageOutcome {
  /** Maps whose shards this call spoke for. */
  readonly maps: readonly ClosedMap[]
  /** Events some back end does not have, at the end of a run; 0 before. */
  readonly undelivered: number
}

/** The lineage of one call of a stage. Neither method ever throws: a fault is told as progress, and the run goes on. */
export interface StageLineage {
  /** The stage is done, and the run with it when there is an ending. */
  close(record: StageRecord, ending: RunEnding | undefined): Promise<LineageOutcome>
  /** The stage failed: nothing is told now, since it may be tried again; whoever ends the run ends it too. */
  abandon(): Promise<void>
}

/** A state that is at work when such a mark passes says RUNNING. */
const MARK_MS = 5 * 60_000
const NOTHING: LineageOutcome = { maps: [], undelivered: 0 }

/** Deliveries under way in this process, by store and run. A function's process may be frozen between calls and keeps none. */
const deliveries = new Map<string, RunDelivery>()
const inFunction = () => Boolean(process.env.AWS_LAMBDA_FUNCTION_NAME)

/**
 * Opens the lineage of one call of a stage: START, before its work. Of a Map the shard speaks that comes first, whichever it
 * is: hosts start shards in any order and repeat them, and one that ended before another began is no earlier than its Map. The Plan,
 * which knows what the run reads only at its end, tells all then.
 */
export async function openStageLineage(
  host: Pick<StageHost, 'store' | 'onProgress'>,
  run: string,
  state: StageName,
  shard?: number,
): Promise<StageLineage> {
  const call = new StageCall(host, run, state, shard)
  await call.open()
  return call
}

class StageCall implements StageLineage {
  readonly #host: Pick<StageHost, 'store' | 'onProgress'>
  readonly #run: string
  readonly #state: StageName
  readonly #shard: number | undefined
  readonly #startedAt = new Date()
  #maps: ClosedMap[] = []
  #lineage: RunLineage | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(host: Pick<StageHost, 'store' | 'onProgress'>, run: string, state: StageName, shard: number | undefined) {
    this.#host = host
    this.#run = run
    this.#state = state
    this.#shard = shard
  }

  async open(): Promise<void> {
    const state = this.#state
    if (!isLineageState(state) || state === 'Plan') return
    await this.#safely(async () => {
      if (this.#shard !== undefined && (await this.#isStarted(state))) return this.#watch(state)
      const lineage = await this.#open()
      const { order } = LINEAGE_STATES[state]
      if (this.#shard === undefined) this.#maps = await lineage.endMapsBefore(order)
      const { first } = await lineage.startState(state, this.#startedAt.toISOString(), currentSpan())
      // All records of the Map before are read for it: one shard does it, and should that one die, the next state.
      if (this.#shard !== undefined && first) this.#maps = await lineage.endMapsBefore(order)
      this.#watch(state)
      // Shards in functions of their own would each send what none has noted as sent: one does it.
      if (this.#shard === undefined || (first && inFunction())) this.#delivery().nudge()
    })
  }

  async close(record: StageRecord, ending: RunEnding | undefined): Promise<LineageOutcome> {
    clearTimeout(this.#timer)
    // A run that found the pipeline taken read nothing and made nothing: there is no run to tell of.
    const { status } = record.output
    if (this.#state === 'Plan' && status !== 'planned' && status !== 'unchanged') return NOTHING
    if (this.#shard !== undefined) return this.#settle(false)
    await this.#safely(async () => {
      const lineage = await this.#open()
      const state = this.#state
      if (state === 'Plan') await lineage.startRun(lineage.plan?.startedAt ?? record.startedAt, await this.#runSpan())
      if (isLineageState(state)) await lineage.endState(state, record, currentSpan())
      const last = await this.#lastEvent(ending, record)
      if (last === undefined) return
      this.#maps.push(...(await lineage.endRun(last, record)))
      const { store } = this.#host
      await publishLineage(store, siteLineage(store, this.#run, await runGraph(store, this.#run)))
    })
    return this.#settle(ending !== undefined)
  }

  async abandon(): Promise<void> {
    clearTimeout(this.#timer)
    if (inFunction()) await this.#settle(true)
  }

  /** What the run's own last event says; undefined for a run that goes on, or found another at work. */
  async #lastEvent(ending: RunEnding | undefined, record: StageRecord): Promise<Ending | undefined> {
    if (ending === undefined || ending.kind === 'busy') return undefined
    const at = { eventTime: record.endedAt, trace: await this.#runSpan() }
    if (ending.kind === 'published' || ending.kind === 'unchanged') return { ...at, eventType: 'COMPLETE' }
    if (ending.kind === 'blocked') {
      const reasons = ending.reasons.slice(0, 10).map((reason) => reason.slice(0, 300))
      const message = `The quality gate blocked the publication. ${reasons.join(' ')}`.trim()
      return { ...at, eventType: 'FAIL', message }
    }
    const message = ending.message.slice(0, 500)
    return { ...at, eventType: ending.kind === 'cancelled' ? 'ABORT' : 'FAIL', message }
  }

  /** Says RUNNING whenever a mark passes while the stage works. Marks count from the run's start, so all shards mean the same ones. */
  #watch(state: LineageState): void {
    this.#timer = setTimeout(async () => {
      await this.#safely(async () => {
        const lineage = await this.#open()
        const origin = Date.parse(lineage.plan?.startedAt ?? this.#startedAt.toISOString())
        const now = Date.now()
        await lineage.markRunning(
          state,
          Math.floor((now - origin) / MARK_MS),
          new Date(now).toISOString(),
          currentSpan(),
        )
        if (this.#shard === undefined) this.#delivery().nudge()
      })
      this.#watch(state)
    }, MARK_MS)
    this.#timer.unref()
  }

  #isStarted(state: LineageState): Promise<boolean> {
    return new EventParts(this.#host.store, this.#run).has(state, '0-start')
  }

  async #open(): Promise<RunLineage> {
    this.#lineage ??= await RunLineage.open(this.#host.store, this.#run)
    return this.#lineage
  }

  /** The span of the run itself, for events of the run itself. */
  async #runSpan(): Promise<LineageTrace | undefined> {
    if (!tracingIsOn()) return undefined
    const { own, traceId } = await runTrace(this.#run)
    return own === undefined ? { traceId } : { traceId: own.traceId, spanId: own.spanId }
  }

  #key(): string {
    return `${this.#host.store.uri('')}\n${this.#run}`
  }

  #delivery(): RunDelivery {
    const found = deliveries.get(this.#key()) ?? new RunDelivery(this.#host.store, this.#run)
    deliveries.set(this.#key(), found)
    return found
  }

  /** Waits for deliveries only where this process may be frozen or end. */
  async #settle(ends: boolean): Promise<LineageOutcome> {
    let undelivered = 0
    await this.#safely(async () => {
      if (this.#shard !== undefined && !(inFunction() && deliveries.has(this.#key()))) return
      const delivery = this.#delivery()
      delivery.nudge()
      const last = ends || inFunction()
      if (!last) return
      deliveries.delete(this.#key())
      undelivered = await delivery.settle(true)
      for (const problem of new Set(delivery.problems))
        this.#say(
          `${problem} The run is not affected; deliver what is missing with: hotpass lineage resend ${this.#run}`,
        )
    })
    return { maps: this.#maps, undelivered }
  }

  async #safely(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.#say(`lineage is incomplete: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  #say(note: string): void {
    this.#host.onProgress({
      state: this.#state,
      ...(this.#shard === undefined ? {} : { shard: this.#shard }),
      rows: 0,
      note,
    })
  }
}
