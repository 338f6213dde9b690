import { readJson, readPlan } from '../../ledger/documents.ts'
import { keys } from '../../ledger/keys.ts'
import { ingestItemSchema, type Plan } from '../../ledger/plan-document.ts'
import type { StageRecord } from '../../ledger/stage.ts'
import { readAnyShardRecords, readAnyStageRecord, readShardRecords } from '../../ledger/stage-records.ts'
import type { RecordOf } from '../../ledger/works/stage-record.ts'
import type { EventType, RunEvent } from '../../lineage/index.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { plannedComparedColumns } from './compared-columns.ts'
import { EventParts } from './event-parts.ts'
import type { LineageTrace, Moment, RunKnowledge } from './moment.ts'
import { parseVerdict } from './quality-facets.ts'
import { RunEvents } from './run-events.ts'
import { type SourceColumns, sourceColumns } from './source-columns.ts'
import { LINEAGE_STATES, type LineageState, statesInOrder } from './states.ts'
import { tellRecords } from './told-record.ts'

/** A Map whose events were written, with its true times. */
export interface ClosedMap {
  readonly state: string
  readonly startedAt: string
  readonly endedAt: string
  /** Whether it ended before all of its shards were done. */
  readonly failed: boolean
}

/** What became of a START. */
export interface Started {
  /** When the state, or the run, is told to have started. */
  readonly startedAt: string
  /** Whether this call has told it. */
  readonly first: boolean
}

/** How a run ended, for its own last event and for states that were under way. */
export interface Ending {
  readonly eventType: Extract<EventType, 'COMPLETE' | 'FAIL' | 'ABORT'>
  readonly eventTime: string
  readonly message?: string | undefined
  readonly trace?: LineageTrace | undefined
}

/** Tells a run's story into the store. Writes events only; nothing here sends any. */
export class RunLineage {
  readonly parts: EventParts
  readonly plan: Plan | undefined
  readonly #store: ObjectStore
  readonly #run: string
  readonly #events: RunEvents
  readonly #sources: RunKnowledge['sources']

  private constructor(known: RunKnowledge) {
    this.#store = known.store
    this.#run = known.run
    this.plan = known.plan
    this.#sources = known.sources
    this.parts = new EventParts(known.store, known.run)
    this.#events = new RunEvents(known)
  }

  /** Reads the plan; a run that failed before it stood has none. */
  static async open(store: ObjectStore, run: string): Promise<RunLineage> {
    const plan = await readPlan(store, run).catch(() => undefined)
    const compared = plan && plannedComparedColumns(plan)
    return new RunLineage({ store, run, plan, sources: plan?.domain, compared })
  }

  async startRun(eventTime: string, trace: LineageTrace | undefined): Promise<Started> {
    return this.#start('Run', eventTime, [this.#events.whole({ eventType: 'START', eventTime, trace })])
  }

  /** START of a state; of a Map also of each group of its shards. */
  async startState(state: LineageState, eventTime: string, trace?: LineageTrace): Promise<Started> {
    return this.#start(state, eventTime, this.#each(state, { eventType: 'START', eventTime, trace }))
  }

  async #start(state: LineageState | 'Run', eventTime: string, events: readonly RunEvent[]): Promise<Started> {
    if (await this.parts.write(state, '0-start', events)) return { startedAt: eventTime, first: true }
    return { startedAt: (await this.parts.toldAt(state, '0-start')) ?? eventTime, first: false }
  }

  /** RUNNING of a state, once a mark whoever says it first. */
  async markRunning(state: LineageState, mark: number, eventTime: string, trace?: LineageTrace): Promise<void> {
    if (await this.parts.has(state, '9-end')) return
    const startedAt = (await this.parts.toldAt(state, '0-start')) ?? eventTime
    await this.parts.write(state, `5-running-${String(mark).padStart(4, '0')}`, [
      this.#events.state(state, { eventType: 'RUNNING', eventTime: later(startedAt, eventTime), trace }),
    ])
  }

  /** COMPLETE of a single state, from its record. */
  async endState(state: LineageState, record: StageRecord, trace?: LineageTrace): Promise<void> {
    const { startedAt } = await this.startState(state, record.startedAt, trace)
    await this.parts.write(state, '9-end', [
      this.#events.state(state, {
        eventType: 'COMPLETE',
        eventTime: later(startedAt, record.endedAt),
        told: tellRecords([record], this.plan),
        trace,
        verdict: await this.#verdict(state),
      }),
    ])
  }

  /** Closes the Maps before a state that have not been told yet: the state after a Map speaks for its shards. */
  async endMapsBefore(order: number): Promise<ClosedMap[]> {
    const there = new Set(await this.parts.list())
    const closed: ClosedMap[] = []
    for (const [state, row] of statesInOrder())
      if (row.map !== undefined && row.order < order && !there.has(this.parts.key(state, '9-end'))) {
        const map = await this.#endMap(state, undefined)
        if (map !== undefined) closed.push(map)
      }
    return closed
  }

  /** Closes the run: first every state that was under way, then the run itself. Repeated, it changes nothing. */
  async endRun(ending: Ending, last?: StageRecord): Promise<ClosedMap[]> {
    const { startedAt } = await this.startRun(this.plan?.startedAt ?? ending.eventTime, ending.trace)
    const closed: ClosedMap[] = []
    if (ending.eventType !== 'COMPLETE') closed.push(...(await this.#endOpenStates(ending)))
    await this.parts.write('Run', '9-end', [
      this.#events.whole({
        eventType: ending.eventType,
        eventTime: later(startedAt, ending.eventTime),
        message: ending.message,
        trace: ending.trace,
        told: tellRecords(last === undefined ? [] : [last], this.plan),
      }),
    ])
    await this.parts.join()
    return closed
  }

  async #endOpenStates(ending: Ending): Promise<ClosedMap[]> {
    const there = new Set(await this.parts.list())
    const closed: ClosedMap[] = []
    for (const [state, row] of statesInOrder()) {
      if (there.has(this.parts.key(state, '9-end'))) continue
      if (row.map !== undefined) {
        const map = await this.#endMap(state, ending)
        if (map !== undefined) closed.push(map)
        continue
      }
      const record = await readAnyStageRecord(this.#store, this.#run, state).catch(() => undefined)
      if (record !== undefined) await this.endState(state, record)
      else if (there.has(this.parts.key(state, '0-start'))) {
        const startedAt = (await this.parts.toldAt(state, '0-start')) ?? ending.eventTime
        await this.parts.write(state, '9-end', this.#each(state, moment(ending, startedAt)))
      }
    }
    return closed
  }

  /**
   * The end of a Map: its groups, then itself. With an ending, what has not all of its shards ends that way.
   * @returns undefined for a Map that did not begin, or whose end another call has told
   */
  async #endMap(state: LineageState, ending: Ending | undefined): Promise<ClosedMap | undefined> {
    const ingested = state === 'Ingest' ? await readShardRecords(this.#store, this.#run, state) : undefined
    const records: readonly StageRecord[] = ingested ?? (await readAnyShardRecords(this.#store, this.#run, state))
    const started = await this.parts.has(state, '0-start')
    const told = tellRecords(records, this.plan)
    if (told === undefined && !started) return undefined
    const items = await this.#items(state)
    const startedAt = told?.startedAt ?? ending?.eventTime ?? new Date().toISOString()
    const { startedAt: toldAt } = await this.startState(state, startedAt)
    const found = ingested && (await this.#found(ingested))
    const whole = ending === undefined || (items !== undefined && records.length >= items.length)
    const endedAt = whole ? (told?.endedAt ?? startedAt) : (ending as Ending).eventTime
    const events = this.#groups(state).map(([group, sources]) => {
      const shards = new Set(
        (items ?? []).flatMap((item) =>
          item.source !== undefined && sources.includes(item.source) ? [item.index] : [],
        ),
      )
      const own = records.filter((record) => record.shard !== undefined && shards.has(record.shard))
      const ownTold = tellRecords(own, this.plan)
      const complete = whole || own.length >= shards.size
      return this.#events.state(
        state,
        complete
          ? { eventType: 'COMPLETE', eventTime: later(toldAt, ownTold?.endedAt ?? endedAt), told: ownTold, found }
          : { ...moment(ending as Ending, toldAt), told: ownTold, found },
        group,
      )
    })
    events.push(
      this.#events.state(
        state,
        whole
          ? { eventType: 'COMPLETE', eventTime: later(toldAt, endedAt), told, found }
          : { ...moment(ending as Ending, toldAt), told, found },
      ),
    )
    if (!(await this.parts.write(state, '9-end', events))) return undefined
    return { state, startedAt, endedAt, failed: !whole }
  }

  /** The state and, for a Map, each of its groups: the state opens first. */
  #each(state: LineageState, at: Moment): RunEvent[] {
    return [
      this.#events.state(state, at),
      ...this.#groups(state).map(([group]) => this.#events.state(state, at, group)),
    ]
  }

  #groups(state: LineageState): (readonly [string, readonly string[]])[] {
    return LINEAGE_STATES[state].map?.told === 'sources' ? [...this.#events.groups] : []
  }

  async #items(state: LineageState): Promise<{ index: number; source?: string }[] | undefined> {
    const { map } = LINEAGE_STATES[state]
    if (map === undefined) return undefined
    return readJson<{ index: number; source?: string }[]>(this.#store, keys.items(this.#run, map.items)).catch(
      () => undefined,
    )
  }

  /** The labels of the source files. */
  async #found(records: readonly RecordOf<'Ingest'>[]): Promise<SourceColumns | undefined> {
    if (this.plan === undefined || this.#sources === undefined) return undefined
    const items = await readJson<unknown[]>(this.#store, keys.items(this.#run, 'ingest')).catch(() => [])
    const pins = new Map(
      items.flatMap((item) => {
        const parsed = ingestItemSchema.safeParse(item)
        return parsed.success ? [[parsed.data.index, parsed.data] as const] : []
      }),
    )
    return sourceColumns(
      this.plan,
      this.#sources,
      records.flatMap((record) => {
        const pin = record.shard === undefined ? undefined : pins.get(record.shard)
        return pin === undefined ? [] : [{ pin, record }]
      }),
    )
  }

  async #verdict(state: LineageState) {
    if (state !== 'Gate' && state !== 'Publish') return undefined
    const document = await readJson<unknown>(this.#store, keys.verdict(this.#run)).catch(() => undefined)
    return document === undefined ? undefined : parseVerdict(document)
  }
}

const moment = ({ eventType, eventTime, message, trace }: Ending, startedAt: string): Moment => ({
  eventType,
  eventTime: later(startedAt, eventTime),
  message,
  trace,
})

/** The machine that ends something may have a clock behind that of the one which started it; nothing ends before it starts. */
const later = (startedAt: string, time: string): string => (time < startedAt ? startedAt : time)
