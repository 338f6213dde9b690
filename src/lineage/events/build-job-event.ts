import { PRODUCER } from '../producer.ts'
import { distinct, placeColumns } from './build-run-event.ts'
import { declaredDataset, EventCheck, present } from './check-parts.ts'
import type { InputDataset, JobEvent, JobFacets, OutputDataset } from './event-types.ts'

/** What a job event is made of. */
export interface JobEventParts {
  /** ISO 8601 with a zone. */
  readonly eventTime: string
  readonly jobNamespace: string
  readonly jobName: string
  readonly jobFacets?: JobFacets
  readonly inputs?: readonly InputDataset[]
  readonly outputs?: readonly OutputDataset[]
}

/**
 * A `JobEvent` of specification 2-0-2: a job's metadata outside any run.
 * @throws InvalidLineageError
 */
export function buildJobEvent(parts: JobEventParts): JobEvent {
  const check = new EventCheck(`The event of the job ${parts.jobName}`)
  check.time(parts.eventTime)
  check.named('job', { namespace: parts.jobNamespace, name: parts.jobName })
  check.facets('job.facets', 'job', parts.jobFacets)
  const inputs = distinct(parts.inputs ?? [])
  const outputs = distinct(parts.outputs ?? [])
  for (const [at, dataset] of inputs.entries()) check.dataset(`inputs[${at}]`, dataset)
  for (const [at, dataset] of outputs.entries()) check.dataset(`outputs[${at}]`, dataset)
  check.done()
  const known = new Set(inputs.map(({ namespace, name }) => `${namespace}\n${name}`))
  return {
    eventTime: parts.eventTime,
    job: { namespace: parts.jobNamespace, name: parts.jobName, facets: present(parts.jobFacets ?? {}) },
    inputs: inputs.map(declaredDataset),
    outputs: outputs.map((output) => placeColumns(declaredDataset(output), known)),
    producer: PRODUCER,
    schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/JobEvent',
  }
}
