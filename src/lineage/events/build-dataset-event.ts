import { PRODUCER } from '../producer.ts'
import { declaredDataset, EventCheck } from './check-parts.ts'
import type { Dataset, DatasetEvent } from './event-types.ts'

/** What a dataset event is made of. */
export interface DatasetEventParts {
  /** ISO 8601 with a zone. */
  readonly eventTime: string
  readonly dataset: Dataset
}

/**
 * A `DatasetEvent` of specification 2-0-2: a dataset's metadata outside any run, as when a table is dropped by hand.
 * @throws InvalidLineageError
 */
export function buildDatasetEvent(parts: DatasetEventParts): DatasetEvent {
  const check = new EventCheck(`The event of the dataset ${parts.dataset.name}`)
  check.time(parts.eventTime)
  check.dataset('dataset', parts.dataset)
  check.done()
  return {
    eventTime: parts.eventTime,
    dataset: declaredDataset({
      namespace: parts.dataset.namespace,
      name: parts.dataset.name,
      ...(parts.dataset.facets === undefined ? {} : { facets: parts.dataset.facets }),
    }),
    producer: PRODUCER,
    schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/DatasetEvent',
  }
}
