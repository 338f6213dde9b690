export {
  type ConfigurationSources,
  type ResolvedConfiguration,
  resolveConfiguration,
} from './configuration/resolve-configuration.ts'
export type {
  CompositeTransportConfig,
  NoopTransportConfig,
  TransportConfig,
} from './configuration/transport-config.ts'
export { createTransport, type TransportPorts } from './create-transport.ts'
export { datasetReference, jobName, LOCAL_JOB_NAMESPACE } from './dataset-reference.ts'
export {
  type DeliveryFault,
  InvalidLineageError,
  LineageConfigurationError,
  LineageError,
  TransportError,
} from './errors.ts'
export { buildDatasetEvent, type DatasetEventParts } from './events/build-dataset-event.ts'
export { buildJobEvent, type JobEventParts } from './events/build-job-event.ts'
export { buildRunEvent, type RunEventParts } from './events/build-run-event.ts'
export type {
  Dataset,
  DatasetEvent,
  DatasetFacets,
  EventType,
  InputDataset,
  InputFacets,
  JobEvent,
  JobFacets,
  LineageEvent,
  OutputDataset,
  OutputFacets,
  RunEvent,
  RunFacets,
} from './events/event-types.ts'
export { columnLineageFacet, type InputField, type Transformation } from './facets/column-lineage-facet.ts'
export {
  dataQualityAssertionsFacet,
  dataQualityMetricsFacet,
  inputDataQualityMetricsFacet,
} from './facets/data-quality-facets.ts'
export {
  dataSourceFacet,
  datasetDocumentationFacet,
  datasetOwnershipFacet,
  datasetTagsFacet,
  datasetTypeFacet,
  lifecycleStateChangeFacet,
  type SchemaField,
  schemaFacet,
  storageFacet,
  symlinksFacet,
  versionFacet,
} from './facets/dataset-facets.ts'
export {
  defineFacet,
  type Facet,
  type FacetBuilder,
  type FacetDescription,
  type FacetPlace,
  facetDescriptions,
} from './facets/define-facet.ts'
export {
  jobDocumentationFacet,
  jobOwnershipFacet,
  jobTagsFacet,
  jobTypeFacet,
  sourceCodeLocationFacet,
} from './facets/job-facets.ts'
export {
  errorMessageFacet,
  executionParametersFacet,
  jobDependenciesFacet,
  nominalTimeFacet,
  parentFacet,
  processingEngineFacet,
  runTagsFacet,
  testFacet,
} from './facets/run-facets.ts'
export { inputStatisticsFacet, outputStatisticsFacet } from './facets/statistics-facets.ts'
export { inputSubsetFacet, outputSubsetFacet, type SubsetCondition } from './facets/subset-facets.ts'
export { traceFacet } from './facets/trace-facet.ts'
export {
  buildGraph,
  type ColumnEdge,
  type DatasetNode,
  datasetId,
  type JobNode,
  jobId,
  type LineageGraph,
  type RowEdge,
} from './graph/lineage-graph.ts'
export { graphMermaid, traceMermaid } from './graph/mermaid.ts'
export { type ColumnTrace, originsOf, traceColumn } from './graph/trace-column.ts'
export { LineageClient, type LineageClientOptions } from './lineage-client.ts'
export { LINEAGE_CLIENT_VERSION, PRODUCER } from './producer.ts'
export { childRunId, HOTPASS_NAMESPACE, lineageRunId } from './run-ids.ts'
export { MarquezReader } from './smoke/marquez-reader.ts'
export { type Evidence, type EvidenceItem, evidenceMarkdown, gatherEvidence } from './smoke/smoke-evidence.ts'
export {
  type CompositeOptions,
  type CompositeTransport,
  compositeTransport,
  isComposite,
} from './transports/composite-transport.ts'
export { type ConsoleTransportConfig, consoleTransport } from './transports/console-transport.ts'
export { type FileTransportConfig, fileTransport } from './transports/file-transport.ts'
export { type HttpRetry, type HttpTransportConfig, httpTransport } from './transports/http-transport.ts'
export { noopTransport } from './transports/noop-transport.ts'
export { type ObjectPutter, type S3TransportConfig, s3Transport } from './transports/s3-transport.ts'
export type { EmitOptions, Transport } from './transports/transport.ts'
export { uuidV5 } from './uuid-v5.ts'
