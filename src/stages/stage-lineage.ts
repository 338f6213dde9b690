import {
  buildRunEvent,
  childRunId,
  columnLineageFacet,
  type Dataset,
  dataSourceFacet,
  datasetReference,
  type EventType,
  errorMessageFacet,
  inputStatisticsFacet,
  jobName,
  jobTypeFacet,
  LOCAL_JOB_NAMESPACE,
  lineageRunId,
  nominalTimeFacet,
  outputStatisticsFacet,
  parentFacet,
  type RunEvent,
  schemaFacet,
  versionFacet,
} from '../lineage/index.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { readJson, readPlan, shardRecords } from './documents.ts'
import { keys } from './keys.ts'
import type { LineageDataset, StageName, StageRecord } from './stage.ts'
import type { LineageOutcome } from './watch-stage.ts'

const STATE_MACHINE = 'hotpass-refine'

/** Where a state's events stand among the run's: parts are joined in this order. */
const ORDER: Readonly<Record<StageName, number>> = {
  Plan: 10,
  Ingest: 20,
  Refine: 30,
  Resolve: 40,
  Consolidate: 50,
  Gate: 60,
  Publish: 70,
  RecordBlocked: 70,
  RecordFailure: 90,
  CloseRun: 90,
}

/** What a terminal state says of the whole run. */
const TERMINAL: Partial<Record<StageName, EventType>> = {
  Publish: 'COMPLETE',
  RecordBlocked: 'FAIL',
  RecordFailure: 'FAIL',
}

/**
 * Writes the state's OpenLineage events as its own part. A Map's shards write none: the state after the Map speaks for all of
 * them, with their true times. The last state closes the parent and joins the parts into `events.ndjson`.
 */
export async function emitStageLineage(
  store: ObjectStore,
  run: string,
  state: StageName,
  record: StageRecord,
): Promise<LineageOutcome | undefined> {
  if (state === 'Ingest' || state === 'Refine' || state === 'CloseRun') return undefined
  // A run that found the pipeline taken read nothing and made nothing: there is no run to tell of.
  if (state === 'Plan' && (record.output.status === 'busy' || record.output.status === 'waiting')) return undefined
  const lineage = new RunLineage(store, run)
  const plan =
    state === 'RecordFailure' ? await readPlan(store, run).catch(() => undefined) : await readPlan(store, run)
  const nominalTime = plan?.nominalTime ?? record.startedAt
  // A run that fails before its plan stands was still opened.
  const unopened = state === 'RecordFailure' && (await store.get(keys.lineagePart(run, 5, 'Run'))) === undefined
  if (state === 'Plan' || unopened) {
    await lineage.write(5, 'Run', [
      lineage.event('START', plan?.startedAt ?? record.startedAt, nominalTime, undefined, record),
    ])
  }
  const maps: StageRecord[] = []
  if (state === 'Resolve')
    for (const map of ['Ingest', 'Refine'] as const) {
      const shards = await shardRecords<StageRecord>(store, run, map)
      if (shards.length === 0) continue
      const merged = mergeShards(map, shards)
      maps.push(merged)
      await lineage.write(ORDER[map], map, lineage.pair(map, nominalTime, merged))
    }
  if (state !== 'RecordFailure') await lineage.write(ORDER[state], state, lineage.pair(state, nominalTime, record))
  const ending = state === 'Plan' && plan?.status === 'unchanged' ? 'COMPLETE' : TERMINAL[state]
  const outcome = { maps, undelivered: 0 }
  if (ending === undefined) return outcome
  const message =
    state === 'RecordFailure'
      ? String(record.output.message ?? '')
      : state === 'RecordBlocked'
        ? 'The quality gate blocked the publication.'
        : undefined
  const closing = await lineage.wholeRun(record)
  await lineage.write(95, 'Run', [lineage.event(ending, record.endedAt, nominalTime, undefined, closing, message)])
  await lineage.join()
  return outcome
}

/** All shards of a Map as one run of its job. */
function mergeShards(state: string, shards: readonly StageRecord[]): StageRecord {
  const datasets = (side: 'inputs' | 'outputs') => {
    const byName = new Map<string, LineageDataset>()
    for (const dataset of shards.flatMap((shard) => shard.lineage?.[side] ?? [])) {
      const known = byName.get(dataset.name)
      byName.set(dataset.name, { ...dataset, rows: (known?.rows ?? 0) + (dataset.rows ?? 0) })
    }
    return [...byName.values()]
  }
  const starts = shards.map((shard) => shard.startedAt).sort()
  const ends = shards.map((shard) => shard.endedAt).sort()
  return {
    state,
    output: {},
    counts: {},
    startedAt: starts[0] as string,
    endedAt: ends.at(-1) as string,
    lineage: { inputs: datasets('inputs'), outputs: datasets('outputs') },
  }
}

class RunLineage {
  readonly #store: ObjectStore
  readonly #run: string
  readonly #parentId: string

  constructor(store: ObjectStore, run: string) {
    this.#store = store
    this.#run = run
    this.#parentId = lineageRunId(LOCAL_JOB_NAMESPACE, run)
  }

  pair(state: string, nominalTime: string, record: StageRecord): RunEvent[] {
    return [
      this.event('START', record.startedAt, nominalTime, state, record),
      this.event('COMPLETE', record.endedAt, nominalTime, state, record),
    ]
  }

  event(
    eventType: EventType,
    eventTime: string,
    nominalTime: string,
    state: string | undefined,
    record: StageRecord,
    message?: string,
  ): RunEvent {
    const root = {
      run: { runId: this.#parentId },
      job: { namespace: LOCAL_JOB_NAMESPACE, name: jobName(STATE_MACHINE) },
    }
    return buildRunEvent({
      eventType,
      eventTime,
      runId: state === undefined ? this.#parentId : childRunId(this.#parentId, state),
      jobNamespace: LOCAL_JOB_NAMESPACE,
      jobName: jobName(STATE_MACHINE, state),
      runFacets: {
        nominalTime: nominalTimeFacet({ nominalStartTime: nominalTime }),
        ...(state === undefined ? {} : { parent: parentFacet({ ...root, root }) }),
        ...(message === undefined
          ? {}
          : { errorMessage: errorMessageFacet({ message, programmingLanguage: 'TypeScript' }) }),
      },
      jobFacets: {
        jobType: jobTypeFacet({
          processingType: 'BATCH',
          integration: 'HOTPASS',
          jobType: state === undefined ? 'DAG' : 'TASK',
        }),
      },
      inputs: (record.lineage?.inputs ?? []).map((dataset) => ({
        ...this.#dataset(dataset),
        ...(dataset.rows === undefined
          ? {}
          : { inputFacets: { inputStatistics: inputStatisticsFacet({ rowCount: dataset.rows }) } }),
      })),
      outputs: (record.lineage?.outputs ?? []).map((dataset) => ({
        ...this.#dataset(dataset),
        ...(dataset.rows === undefined
          ? {}
          : { outputFacets: { outputStatistics: outputStatisticsFacet({ rowCount: dataset.rows }) } }),
      })),
    })
  }

  #dataset(dataset: LineageDataset): Dataset {
    const { namespace, name } = datasetReference(this.#store.uri(dataset.name))
    const columns = Object.entries(dataset.columns ?? {}).map(
      ([column, inputs]) =>
        [
          column,
          inputs.map((input) => ({ ...datasetReference(this.#store.uri(input.dataset)), field: input.field })),
        ] as const,
    )
    return {
      namespace,
      name,
      facets: {
        dataSource: dataSourceFacet({ name: namespace, uri: encodeURI(this.#store.uri('')) }),
        ...(dataset.fields === undefined ? {} : { schema: schemaFacet({ fields: dataset.fields }) }),
        ...(dataset.version === undefined ? {} : { version: versionFacet({ datasetVersion: dataset.version }) }),
        ...(columns.length === 0
          ? {}
          : {
              columnLineage: columnLineageFacet({
                fields: Object.fromEntries(columns.map(([column, inputFields]) => [column, { inputFields }])),
              }),
            }),
      },
    }
  }

  /** The run as one box: what Plan pinned goes in, what the last state made comes out. */
  async wholeRun(last: StageRecord): Promise<StageRecord> {
    const plan = await readJson<StageRecord>(this.#store, keys.stage(this.#run, 'Plan')).catch(() => undefined)
    return {
      ...last,
      lineage: {
        inputs: plan?.lineage?.inputs ?? [],
        outputs: (last.lineage?.outputs ?? []).map(({ columns: _, ...dataset }) => dataset),
      },
    }
  }

  async write(order: number, state: string, events: readonly RunEvent[]): Promise<void> {
    await this.#store.put(keys.lineagePart(this.#run, order, state), lines(events))
  }

  async join(): Promise<void> {
    const parts: string[] = []
    for await (const { key } of this.#store.list(keys.lineageParts(this.#run))) {
      const part = await this.#store.get(key)
      if (part) parts.push(new TextDecoder().decode(part.body))
    }
    await this.#store.put(keys.events(this.#run), parts.join(''))
  }
}

const lines = (events: readonly RunEvent[]): string => events.map((event) => `${JSON.stringify(event)}\n`).join('')
