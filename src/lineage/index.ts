export { buildRunEvent, type RunEventParts } from './build-run-event.ts'
export {
  type ColumnLineageFacet,
  columnLineageFacet,
  type DatasetFacets,
  dataSourceFacet,
  type InputField,
  inputStatisticsFacet,
  outputStatisticsFacet,
  type SchemaField,
  type Statistics,
  schemaFacet,
  versionFacet,
} from './dataset-facets.ts'
export { datasetReference, jobName, LOCAL_JOB_NAMESPACE } from './dataset-reference.ts'
export { type JobFacets, jobTypeFacet } from './job-facets.ts'
export { LINEAGE_CLIENT_VERSION, PRODUCER } from './producer.ts'
export type { Dataset, EventType, InputDataset, OutputDataset, RunEvent } from './run-event.ts'
export {
  errorMessageFacet,
  nominalTimeFacet,
  parentFacet,
  processingEngineFacet,
  type RunFacets,
  type RunReference,
} from './run-facets.ts'
export { childRunId, HOTPASS_NAMESPACE, lineageRunId } from './run-ids.ts'
export { uuidV5 } from './uuid-v5.ts'
