import type { InputField } from './dataset-facets.ts'
import type { JobFacets } from './job-facets.ts'
import { PRODUCER } from './producer.ts'
import type { EventType, InputDataset, OutputDataset, RunEvent } from './run-event.ts'
import type { RunFacets } from './run-facets.ts'

export interface RunEventParts {
  readonly eventType: EventType
  /** ISO 8601 with a zone. */
  readonly eventTime: string
  /** From `lineageRunId` or `childRunId`. */
  readonly runId: string
  readonly jobNamespace: string
  readonly jobName: string
  readonly runFacets?: RunFacets
  readonly jobFacets?: JobFacets
  readonly inputs?: readonly InputDataset[]
  readonly outputs?: readonly OutputDataset[]
}

const datasetKey = (dataset: { readonly namespace: string; readonly name: string }) =>
  `${dataset.namespace}\n${dataset.name}`

/**
 * One run event. Datasets named twice are kept once, in the order given, and column lineage is cut back to what
 * a receiver can place: output columns of the event's own schema, input columns of the event's own inputs.
 */
export function buildRunEvent(parts: RunEventParts): RunEvent {
  const inputs = distinct(parts.inputs ?? [])
  const known = new Set(inputs.map(datasetKey))
  return {
    eventType: parts.eventType,
    eventTime: parts.eventTime,
    run: { runId: parts.runId, facets: parts.runFacets ?? {} },
    job: { namespace: parts.jobNamespace, name: parts.jobName, facets: parts.jobFacets ?? {} },
    inputs,
    outputs: distinct(parts.outputs ?? []).map((output) => placeColumns(output, known)),
    producer: PRODUCER,
    schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent',
  }
}

const distinct = <T extends InputDataset | OutputDataset>(datasets: readonly T[]): T[] => [
  ...new Map(datasets.map((dataset) => [datasetKey(dataset), dataset])).values(),
]

function placeColumns(output: OutputDataset, inputs: ReadonlySet<string>): OutputDataset {
  const { columnLineage, ...facets } = output.facets ?? {}
  if (columnLineage === undefined) return output
  const columns = new Set(facets.schema?.fields.map((field) => field.name))
  const fields: Record<string, { inputFields: InputField[] }> = {}
  for (const [column, { inputFields }] of Object.entries(columnLineage.fields)) {
    const placed = inputFields.filter((field) => inputs.has(datasetKey(field)))
    if (columns.has(column) && placed.length > 0) fields[column] = { inputFields: placed }
  }
  return Object.keys(fields).length === 0
    ? { ...output, facets }
    : { ...output, facets: { ...facets, columnLineage: { ...columnLineage, fields } } }
}
