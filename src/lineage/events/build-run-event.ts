import { columnLineageFacet, type InputField } from '../facets/column-lineage-facet.ts'
import { PRODUCER } from '../producer.ts'
import { declaredDataset, EventCheck, present } from './check-parts.ts'
import type { EventType, InputDataset, JobFacets, OutputDataset, RunEvent, RunFacets } from './event-types.ts'

/** What a run event is made of; the rest (`producer`, `schemaURL`) the builder adds. */
export interface RunEventParts {
  readonly eventType: EventType
  /** ISO 8601 with a zone. */
  readonly eventTime: string
  /** A UUID; the same in every event of the run. */
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
 * A `RunEvent` of specification 2-0-2. Datasets named twice are kept once, in the order given, and column lineage is cut back to
 * what a receiver can place: output columns of the event's own schema, input columns of the event's own inputs.
 * @throws InvalidLineageError
 */
export function buildRunEvent(parts: RunEventParts): RunEvent {
  const check = new EventCheck(`The ${parts.eventType} event of ${parts.jobName}`)
  check.time(parts.eventTime)
  check.runId(parts.runId)
  check.named('job', { namespace: parts.jobNamespace, name: parts.jobName })
  check.facets('run.facets', 'run', parts.runFacets)
  check.facets('job.facets', 'job', parts.jobFacets)
  const inputs = distinct(parts.inputs ?? [])
  const outputs = distinct(parts.outputs ?? [])
  for (const [at, dataset] of inputs.entries()) check.dataset(`inputs[${at}]`, dataset)
  for (const [at, dataset] of outputs.entries()) check.dataset(`outputs[${at}]`, dataset)
  check.done()
  const known = new Set(inputs.map(datasetKey))
  return {
    eventType: parts.eventType,
    eventTime: parts.eventTime,
    run: { runId: parts.runId, facets: present(parts.runFacets ?? {}) },
    job: { namespace: parts.jobNamespace, name: parts.jobName, facets: present(parts.jobFacets ?? {}) },
    inputs: inputs.map(declaredDataset),
    outputs: outputs.map((output) => placeColumns(declaredDataset(output), known)),
    producer: PRODUCER,
    schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent',
  }
}

/** The first of each name. */
export function distinct<T extends InputDataset | OutputDataset>(datasets: readonly T[]): T[] {
  const kept = new Map<string, T>()
  for (const dataset of datasets) if (!kept.has(datasetKey(dataset))) kept.set(datasetKey(dataset), dataset)
  return [...kept.values()]
}

/** Drops from column lineage what a receiver would drop in silence. */
export function placeColumns(output: OutputDataset, inputs: ReadonlySet<string>): OutputDataset {
  const { columnLineage, ...facets } = output.facets ?? {}
  if (columnLineage === undefined) return output
  const columns = new Set(facets.schema?.fields?.map((field) => field.name))
  const fields: Record<string, { inputFields: readonly InputField[] }> = {}
  for (const [column, { inputFields }] of Object.entries(columnLineage.fields)) {
    const placed = inputFields.filter((field) => inputs.has(datasetKey(field)))
    if (columns.has(column) && placed.length > 0) fields[column] = { inputFields: placed }
  }
  const dataset = (columnLineage.dataset ?? []).filter((field) => inputs.has(datasetKey(field)))
  if (Object.keys(fields).length === 0) return { ...output, facets }
  return {
    ...output,
    facets: { ...facets, columnLineage: columnLineageFacet({ fields, ...(dataset.length > 0 ? { dataset } : {}) }) },
  }
}
