import type { EventType, InputDataset, OutputDataset, RunEvent } from '../events/event-types.ts'
import type { InputField } from '../facets/column-lineage-facet.ts'
import type { Facet } from '../facets/define-facet.ts'

type Facets = Readonly<Record<string, Facet>>

/** A dataset that some run read or wrote. */
export interface DatasetNode {
  readonly kind: 'dataset'
  readonly id: string
  readonly namespace: string
  readonly name: string
  /** The last of each key. */
  readonly facets: Facets
}

/** A job and its runs. */
export interface JobNode {
  readonly kind: 'job'
  readonly id: string
  readonly namespace: string
  readonly name: string
  readonly facets: Facets
  /** The id of the job whose run started its runs; undefined for the outermost. */
  readonly parent?: string
  readonly runs: readonly {
    readonly runId: string
    /** The last transition told of. */
    readonly state: EventType
    readonly startedAt: string
    readonly endedAt?: string
    readonly facets: Facets
    /** Input and output facets by dataset id. */
    readonly datasets: Readonly<Record<string, Facets>>
  }[]
}

/** One input column of an output column, by ids of datasets. */
export interface ColumnEdge {
  readonly from: { readonly dataset: string; readonly column: string }
  readonly to: { readonly dataset: string; readonly column: string }
  readonly transformations: NonNullable<InputField['transformations']>
}

/** A column that decides which rows a dataset has, or which of them wins, for all of its columns (`columnLineage.dataset`). */
export interface RowEdge {
  readonly from: ColumnEdge['from']
  /** The id of the dataset. */
  readonly to: string
  readonly transformations: ColumnEdge['transformations']
}

/** What a stream of run events says: who reads and writes what, and which column is made of which. */
export interface LineageGraph {
  readonly nodes: readonly (DatasetNode | JobNode)[]
  /** Dataset → job for an input, job → dataset for an output. */
  readonly edges: readonly { readonly from: string; readonly to: string }[]
  readonly columns: readonly ColumnEdge[]
  readonly rows: readonly RowEdge[]
}

type Reference = { readonly namespace: string; readonly name: string }

/** `dataset:<namespace>:<name>`, as back ends write it. */
export const datasetId = ({ namespace, name }: Reference): string => `dataset:${namespace}:${name}`
/** `job:<namespace>:<name>`, as back ends write it. */
export const jobId = ({ namespace, name }: Reference): string => `job:${namespace}:${name}`

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }
type OpenRun = Mutable<JobNode['runs'][number]>

/** Draws the graph of run events, in whatever order they come; for the same key the later event counts. */
export function buildGraph(events: readonly RunEvent[]): LineageGraph {
  const datasets = new Map<string, Mutable<DatasetNode>>()
  const jobs = new Map<string, Mutable<Omit<JobNode, 'runs'>> & { runs: OpenRun[] }>()
  const edges = new Map<string, { from: string; to: string }>()
  const columns = new Map<string, ColumnEdge>()
  const rows = new Map<string, RowEdge>()
  const meet = (dataset: InputDataset | OutputDataset): string => {
    const id = datasetId(dataset)
    const { columnLineage: _, ...facets } = dataset.facets ?? {}
    const known = datasets.get(id)
    datasets.set(id, {
      kind: 'dataset',
      id,
      namespace: dataset.namespace,
      name: dataset.name,
      facets: { ...known?.facets, ...(facets as Facets) },
    })
    return id
  }
  for (const event of events) {
    const id = jobId(event.job)
    const parent = event.run.facets.parent?.job
    const job = jobs.get(id) ?? {
      kind: 'job',
      id,
      namespace: event.job.namespace,
      name: event.job.name,
      facets: {},
      runs: [],
    }
    jobs.set(id, job)
    job.facets = { ...job.facets, ...(event.job.facets as Facets) }
    if (parent !== undefined) job.parent = jobId(parent)
    const run = runOf(job.runs, event)
    for (const input of event.inputs) {
      const dataset = meet(input)
      edges.set(`${dataset}\n${id}`, { from: dataset, to: id })
      if (input.inputFacets) run.datasets = { ...run.datasets, [dataset]: input.inputFacets as Facets }
    }
    for (const output of event.outputs) {
      const dataset = meet(output)
      edges.set(`${id}\n${dataset}`, { from: id, to: dataset })
      if (output.outputFacets) run.datasets = { ...run.datasets, [dataset]: output.outputFacets as Facets }
      for (const [column, { inputFields }] of Object.entries(output.facets?.columnLineage?.fields ?? {}))
        for (const { namespace, name, field, transformations = [] } of inputFields) {
          const from = { dataset: datasetId({ namespace, name }), column: field }
          const to = { dataset, column }
          columns.set([from.dataset, field, dataset, column].join('\n'), { from, to, transformations })
        }
      for (const { namespace, name, field, transformations = [] } of output.facets?.columnLineage?.dataset ?? []) {
        const from = { dataset: datasetId({ namespace, name }), column: field }
        const how = transformations.map(({ subtype }) => subtype).join()
        rows.set([from.dataset, field, dataset, how].join('\n'), { from, to: dataset, transformations })
      }
    }
  }
  return {
    nodes: [...datasets.values(), ...jobs.values()],
    edges: [...edges.values()],
    columns: [...columns.values()],
    rows: [...rows.values()],
  }
}

function runOf(runs: OpenRun[], event: RunEvent): OpenRun {
  const ended = ['COMPLETE', 'FAIL', 'ABORT'].includes(event.eventType)
  let run = runs.find(({ runId }) => runId === event.run.runId)
  if (run === undefined) {
    run = { runId: event.run.runId, state: event.eventType, startedAt: event.eventTime, facets: {}, datasets: {} }
    runs.push(run)
  }
  if (ended || run.endedAt === undefined) run.state = event.eventType
  if (ended) run.endedAt = event.eventTime
  if (event.eventTime < run.startedAt) run.startedAt = event.eventTime
  run.facets = { ...run.facets, ...(event.run.facets as Facets) }
  return run
}
