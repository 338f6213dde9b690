import { ENGINE_NAME, ENGINE_VERSION } from '../../engine/engine-version.ts'
import {
  buildRunEvent,
  type EventType,
  errorMessageFacet,
  executionParametersFacet,
  type InputDataset,
  inputStatisticsFacet,
  inputSubsetFacet,
  jobDependenciesFacet,
  jobDocumentationFacet,
  jobOwnershipFacet,
  jobTypeFacet,
  LINEAGE_CLIENT_VERSION,
  nominalTimeFacet,
  type OutputDataset,
  outputStatisticsFacet,
  outputSubsetFacet,
  parentFacet,
  processingEngineFacet,
  type RunEvent,
  type RunFacets,
  runTagsFacet,
  sourceCodeLocationFacet,
  traceFacet,
} from '../../lineage/index.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { CODE_VERSION } from '../code-version.ts'
import { DATASETS } from '../dataset-columns.ts'
import type { Plan } from '../plan-document.ts'
import type { PlannedSources } from '../planned-sources.ts'
import { describeDataset, ownerUrn } from './describe-dataset.ts'
import { lineageIds } from './job-identity.ts'
import { columnFacet, outputColumns } from './output-columns.ts'
import { assertionsOf, inputMetricsOf, type LineageVerdict, metricsOf, testsOf } from './quality-facets.ts'
import type { SourceColumns } from './source-columns.ts'
import { contractsOf, type SourceDataset, shardGroups, sourceDatasets } from './source-datasets.ts'
import { LINEAGE_STATES, type LineageState, statesInOrder } from './states.ts'
import type { Amounts, ToldRecord } from './told-record.ts'

/** The trace a run is part of, as W3C Trace Context writes its ids. */
export interface LineageTrace {
  readonly traceId: string
  readonly spanId?: string
}

/** What is known of the run whatever its state. */
export interface RunKnowledge {
  readonly store: ObjectStore
  readonly run: string
  /** Undefined when the run failed before its plan stood. */
  readonly plan: Plan | undefined
  readonly sources: PlannedSources | undefined
}

/** What is known at the time of one event. */
export interface Moment {
  readonly eventType: EventType
  readonly eventTime: string
  readonly told?: ToldRecord | undefined
  readonly trace?: LineageTrace | undefined
  /** Why it failed. */
  readonly message?: string | undefined
  readonly found?: SourceColumns | undefined
  readonly verdict?: LineageVerdict | undefined
}

const SOURCE_TREE = 'https://hotpass.example.org/source'
const DATA_OWNER = 'Data stewardship'
const NOTHING_FOUND: SourceColumns = { columns: new Map(), fields: new Map() }
const isEnd = (type: EventType) => type === 'COMPLETE' || type === 'FAIL' || type === 'ABORT'

/** Builds the events of one run. Every event of a run names the same inputs and outputs, FAIL included. */
export class RunEvents {
  readonly #known: RunKnowledge

  constructor(known: RunKnowledge) {
    this.#known = known
  }

  /** The groups in which a Map's shards are told, each with its sources. */
  get groups(): ReadonlyMap<string, readonly string[]> {
    return shardGroups(this.#known.plan)
  }

  /** An event of the whole run: what Plan pinned goes in, what is published comes out. */
  whole(moment: Moment): RunEvent {
    const { run, plan } = this.#known
    const ids = lineageIds(run)
    return buildRunEvent({
      eventType: moment.eventType,
      eventTime: moment.eventTime,
      runId: ids.runId,
      jobNamespace: ids.namespace,
      jobName: ids.name,
      runFacets: {
        ...this.#runFacets(moment),
        ...(plan === undefined || moment.eventType !== 'START' ? {} : { executionParameters: parametersOf(plan) }),
      },
      jobFacets: jobFacets('DAG', 'state-machines/refine.asl.json', this.#known.sources?.pipeline.description ?? run),
      inputs: plan === undefined ? [] : sourceDatasets(plan).map((dataset) => this.#source(dataset, moment, false)),
      outputs:
        plan === undefined
          ? []
          : DATASETS.map((id) =>
              this.#output(`datasets/${id}`, moment.told?.outputs.get(`datasets/${id}`), moment, false),
            ),
    })
  }

  /** An event of one state, or of one group of its shards. */
  state(state: LineageState, moment: Moment, group?: string): RunEvent {
    const { run, plan } = this.#known
    const row = LINEAGE_STATES[state]
    const key = group === undefined ? state : `${state}/${group}`
    const ids = lineageIds(run, key)
    const contracts = this.#contracts(group)
    // What does not change is told once, by the state itself at its end.
    const full = group === undefined && isEnd(moment.eventType)
    const inputs = plan === undefined ? [] : this.#inputs(state, moment, contracts, full, group)
    const names = new Set(plan === undefined ? [] : row.writes(plan, contracts))
    if (group === undefined) for (const name of moment.told?.outputs.keys() ?? []) names.add(name)
    return buildRunEvent({
      eventType: moment.eventType,
      eventTime: moment.eventTime,
      runId: ids.runId,
      jobNamespace: ids.namespace,
      jobName: ids.name,
      runFacets: {
        ...this.#runFacets(moment),
        ...this.#familyFacets(state, group),
        processing_engine: processingEngineFacet({
          name: ENGINE_NAME,
          version: ENGINE_VERSION,
          openlineageAdapterVersion: LINEAGE_CLIENT_VERSION,
        }),
        ...(moment.verdict === undefined || state !== 'Gate' ? {} : { test: testsOf(moment.verdict) }),
      },
      jobFacets: group === undefined ? jobFacets('TASK', row.file, row.does) : { jobType: jobType('TASK') },
      inputs,
      outputs: [...names].map((name) =>
        this.#output(name, moment.told?.outputs.get(name), moment, full, contracts, group),
      ),
    })
  }

  #contracts(group: string | undefined): string[] {
    const { sources } = this.#known
    if (sources === undefined) return []
    return contractsOf(sources, group === undefined ? [...this.groups.values()].flat() : (this.groups.get(group) ?? []))
  }

  #inputs(
    state: LineageState,
    moment: Moment,
    contracts: readonly string[],
    full: boolean,
    group: string | undefined,
  ): InputDataset[] {
    const plan = this.#known.plan as Plan
    const files =
      state === 'Plan' || state === 'Ingest'
        ? sourceDatasets(plan, group === undefined ? undefined : this.groups.get(group))
        : []
    const names = new Set(LINEAGE_STATES[state].reads(plan, contracts))
    if (group === undefined)
      for (const name of moment.told?.inputs.keys() ?? []) if (!name.startsWith('landing/')) names.add(name)
    return [
      ...files.map((dataset) => this.#source(dataset, moment, full)),
      ...[...names].map((name) => this.#input(name, moment, full, state === 'Gate')),
    ]
  }

  #source(dataset: SourceDataset, moment: Moment, full: boolean): InputDataset {
    const { store, plan } = this.#known
    const [only] = dataset.files
    const amounts = moment.told?.inputs.get(dataset.name)
    const locations =
      dataset.files.length === 1 && only !== undefined ? [store.uri(only.key)] : [store.uri(`${dataset.name}/`)]
    return {
      ...describeDataset(dataset.name, {
        store,
        plan,
        written: false,
        full,
        ...(moment.found === undefined ? {} : { sourceColumns: moment.found.columns }),
        ...(dataset.files.length === 1 && only !== undefined ? { version: only.sha256 } : {}),
      }),
      inputFacets: {
        subset: inputSubsetFacet({ inputCondition: { type: 'location', locations } }),
        inputStatistics: inputStatisticsFacet({
          ...(amounts?.rows === undefined ? {} : { rowCount: amounts.rows }),
          size: dataset.files.reduce((total, file) => total + file.size, 0),
          fileCount: dataset.files.length,
        }),
      },
    }
  }

  #input(name: string, moment: Moment, full: boolean, judges: boolean): InputDataset {
    const { store, plan } = this.#known
    const amounts = moment.told?.inputs.get(name)
    const base = plan?.baseVersions[name.replace(/^datasets\//, '')]
    const golden = /^work\/consolidate\/(.+)$/.exec(name)?.[1]
    // The gate judged what it read; Publish reads the same data and says nothing new of it.
    const verdict = golden === undefined || !judges ? undefined : moment.verdict
    const assertions = verdict && assertionsOf(verdict, golden ?? '')
    const metrics = verdict && inputMetricsOf(verdict, golden ?? '')
    return {
      ...describeDataset(name, {
        store,
        plan,
        written: false,
        full,
        ...(base === undefined ? {} : { version: String(base) }),
      }),
      inputFacets: {
        ...(amounts === undefined ? {} : { inputStatistics: inputStatisticsFacet(statistics(amounts)) }),
        ...(assertions === undefined ? {} : { dataQualityAssertions: assertions }),
        ...(metrics === undefined ? {} : { dataQualityMetrics: metrics }),
      },
    }
  }

  #output(
    name: string,
    amounts: Amounts | undefined,
    moment: Moment,
    full: boolean,
    contracts?: readonly string[],
    group?: string,
  ): OutputDataset {
    const { store, plan } = this.#known
    const described = describeDataset(name, {
      store,
      plan,
      written: true,
      full,
      ...(amounts?.version === undefined ? {} : { version: amounts.version }),
    })
    // Columns are told once, when they are known to be true: by the state itself, at its end.
    const told = contracts !== undefined && group === undefined && moment.eventType === 'COMPLETE'
    const columnLineage = told
      ? columnFacet(store, outputColumns(name, contracts, (moment.found ?? NOTHING_FOUND).fields))
      : undefined
    const published = /^datasets\/(.+)$/.exec(name)?.[1]
    const metrics =
      published === undefined || moment.verdict === undefined ? undefined : metricsOf(moment.verdict, published)
    const size = isEnd(moment.eventType) && amounts !== undefined ? statistics(amounts) : undefined
    return {
      ...described,
      facets: {
        ...described.facets,
        ...(columnLineage === undefined ? {} : { columnLineage }),
        ...(metrics === undefined ? {} : { dataQualityMetrics: metrics }),
      },
      outputFacets: {
        ...(size === undefined ? {} : { outputStatistics: outputStatisticsFacet(size) }),
        ...(group === undefined
          ? {}
          : {
              subset: outputSubsetFacet({
                outputCondition: {
                  type: 'partition',
                  partitions: [{ identifier: `source=${group}`, dimensions: { source: group } }],
                },
              }),
            }),
      },
    }
  }

  #runFacets(moment: Moment): RunFacets {
    const { plan, run } = this.#known
    const environment = process.env.HOTPASS_ENVIRONMENT
    return {
      nominalTime: nominalTimeFacet({ nominalStartTime: plan?.nominalTime ?? moment.eventTime }),
      tags: runTagsFacet({
        tags: [
          { key: 'run', value: run, source: 'HOTPASS' },
          ...(plan === undefined ? [] : [{ key: 'pipeline', value: plan.pipelineId, source: 'HOTPASS' }]),
          ...(environment ? [{ key: 'environment', value: environment, source: 'HOTPASS' }] : []),
        ],
      }),
      ...(moment.trace === undefined ? {} : { hotpass_trace: traceFacet(moment.trace) }),
      ...(moment.message === undefined
        ? {}
        : { errorMessage: errorMessageFacet({ message: moment.message, programmingLanguage: 'TypeScript' }) }),
    }
  }

  /** Parent, root, and what runs before and after. */
  #familyFacets(state: LineageState, group: string | undefined): RunFacets {
    const { run } = this.#known
    const reference = (key?: string) => {
      const { runId, namespace, name } = lineageIds(run, key)
      return { run: { runId }, job: { namespace, name } }
    }
    const order = statesInOrder().map(([name]) => name)
    const at = order.indexOf(state)
    const before = state === 'RecordBlocked' ? 'Gate' : order[at - 1]
    const after = state === 'RecordBlocked' || state === 'Publish' ? undefined : order[at + 1]
    const dependency = (name: LineageState) => ({
      ...reference(name),
      dependency_type: 'DIRECT_INVOCATION' as const,
      sequence_trigger_rule: 'FINISH_TO_START' as const,
      status_trigger_rule: 'EXECUTE_ON_SUCCESS' as const,
    })
    return {
      parent: parentFacet({ ...reference(group === undefined ? undefined : state), root: reference() }),
      ...(group === undefined
        ? {
            jobDependencies: jobDependenciesFacet({
              upstream: before === undefined ? [] : [dependency(before)],
              downstream: after === undefined ? [] : [dependency(after)],
              trigger_rule: 'ALL_SUCCESS',
            }),
          }
        : {}),
    }
  }
}

const statistics = ({ rows, bytes, files }: Amounts) => ({
  ...(rows === undefined ? {} : { rowCount: rows }),
  ...(bytes === undefined ? {} : { size: bytes }),
  ...(files === undefined ? {} : { fileCount: files }),
})

const jobType = (kind: 'DAG' | 'TASK') =>
  jobTypeFacet({
    processingType: 'BATCH',
    integration: 'HOTPASS',
    jobType: kind,
    emissionPattern: { eventTrigger: 'EVENT_BASED', eventContentMode: 'ACCUMULATIVE' },
  })

const jobFacets = (kind: 'DAG' | 'TASK', file: string, does: string) => ({
  jobType: jobType(kind),
  documentation: jobDocumentationFacet({ description: does, contentType: 'text/plain' }),
  ownership: jobOwnershipFacet({ owners: [{ name: ownerUrn(DATA_OWNER), type: 'MAINTAINER' }] }),
  sourceCodeLocation: sourceCodeLocationFacet({
    type: 'git',
    url: `${SOURCE_TREE}/blob/v${CODE_VERSION}/${file}`,
    repoUrl: `${SOURCE_TREE}.git`,
    path: file,
    version: `v${CODE_VERSION}`,
  }),
})

/** Every setting of the run, with the layer it came from. Settings hold no secrets. */
const parametersOf = (plan: Plan) =>
  executionParametersFacet({
    parameters: flattened(plan.configuration.values).map(([key, value]) => {
      const origin = plan.configuration.origin[key]
      return { key, value, ...(origin === undefined ? {} : { description: `from ${origin}` }) }
    }),
  })

const flattened = (values: object, prefix = ''): [string, string][] =>
  Object.entries(values).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? flattened(value, `${prefix}${key}.`)
      : [[`${prefix}${key}`, typeof value === 'string' ? value : JSON.stringify(value)] as [string, string]],
  )
