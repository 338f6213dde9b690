import type { columnLineageFacet } from '../facets/column-lineage-facet.ts'
import type {
  dataQualityAssertionsFacet,
  dataQualityMetricsFacet,
  inputDataQualityMetricsFacet,
} from '../facets/data-quality-facets.ts'
import type * as dataset from '../facets/dataset-facets.ts'
import type { Facet } from '../facets/define-facet.ts'
import type * as job from '../facets/job-facets.ts'
import type * as run from '../facets/run-facets.ts'
import type { inputStatisticsFacet, outputStatisticsFacet } from '../facets/statistics-facets.ts'
import type { inputSubsetFacet, outputSubsetFacet } from '../facets/subset-facets.ts'
import type { traceFacet } from '../facets/trace-facet.ts'

type Made<Builder extends (...fields: never[]) => Facet> = ReturnType<Builder>

/** `eventType`: the transition an event tells of. One START and one of COMPLETE, FAIL, ABORT a run. */
export type EventType = 'START' | 'RUNNING' | 'COMPLETE' | 'ABORT' | 'FAIL' | 'OTHER'

/** `run.facets`, each under the key the specification gives it. Further keys hold custom facets. */
export interface RunFacets {
  readonly parent?: Made<typeof run.parentFacet>
  readonly nominalTime?: Made<typeof run.nominalTimeFacet>
  readonly processing_engine?: Made<typeof run.processingEngineFacet>
  readonly errorMessage?: Made<typeof run.errorMessageFacet>
  readonly executionParameters?: Made<typeof run.executionParametersFacet>
  readonly jobDependencies?: Made<typeof run.jobDependenciesFacet>
  readonly tags?: Made<typeof run.runTagsFacet>
  readonly test?: Made<typeof run.testFacet>
  readonly hotpass_trace?: Made<typeof traceFacet>
  readonly [custom: string]: Facet | undefined
}

/** `job.facets`. */
export interface JobFacets {
  readonly jobType?: Made<typeof job.jobTypeFacet>
  readonly ownership?: Made<typeof job.jobOwnershipFacet>
  readonly sourceCodeLocation?: Made<typeof job.sourceCodeLocationFacet>
  readonly documentation?: Made<typeof job.jobDocumentationFacet>
  readonly tags?: Made<typeof job.jobTagsFacet>
  readonly [custom: string]: Facet | undefined
}

/** `facets` of a dataset: what is true of it beyond this run. */
export interface DatasetFacets {
  readonly schema?: Made<typeof dataset.schemaFacet>
  readonly dataSource?: Made<typeof dataset.dataSourceFacet>
  readonly version?: Made<typeof dataset.versionFacet>
  readonly columnLineage?: Made<typeof columnLineageFacet>
  readonly storage?: Made<typeof dataset.storageFacet>
  readonly datasetType?: Made<typeof dataset.datasetTypeFacet>
  readonly symlinks?: Made<typeof dataset.symlinksFacet>
  readonly lifecycleStateChange?: Made<typeof dataset.lifecycleStateChangeFacet>
  readonly documentation?: Made<typeof dataset.datasetDocumentationFacet>
  readonly ownership?: Made<typeof dataset.datasetOwnershipFacet>
  readonly tags?: Made<typeof dataset.datasetTagsFacet>
  readonly dataQualityMetrics?: Made<typeof dataQualityMetricsFacet>
  readonly [custom: string]: Facet | undefined
}

/** `inputFacets`: what this run did with an input. */
export interface InputFacets {
  readonly inputStatistics?: Made<typeof inputStatisticsFacet>
  readonly dataQualityMetrics?: Made<typeof inputDataQualityMetricsFacet>
  readonly dataQualityAssertions?: Made<typeof dataQualityAssertionsFacet>
  readonly subset?: Made<typeof inputSubsetFacet>
  readonly [custom: string]: Facet | undefined
}

/** `outputFacets`: what this run did with an output. */
export interface OutputFacets {
  readonly outputStatistics?: Made<typeof outputStatisticsFacet>
  readonly subset?: Made<typeof outputSubsetFacet>
  readonly [custom: string]: Facet | undefined
}

/** A dataset: its name is unique in its namespace, and the namespace is where it lives. */
export interface Dataset {
  readonly namespace: string
  readonly name: string
  readonly facets?: DatasetFacets
}
/** A dataset that a run reads. */
export interface InputDataset extends Dataset {
  readonly inputFacets?: InputFacets
}
/** A dataset that a run writes. */
export interface OutputDataset extends Dataset {
  readonly outputFacets?: OutputFacets
}

interface BaseEvent {
  /** When it happened, ISO 8601 with a zone. */
  readonly eventTime: string
  /** A URI that names who made this event. */
  readonly producer: string
  /** The address of this kind of event's definition in the specification. */
  readonly schemaURL: string
}

/** `RunEvent`: a run of a job changed state. */
export interface RunEvent extends BaseEvent {
  readonly eventType: EventType
  readonly run: { readonly runId: string; readonly facets: RunFacets }
  readonly job: { readonly namespace: string; readonly name: string; readonly facets: JobFacets }
  readonly inputs: readonly InputDataset[]
  readonly outputs: readonly OutputDataset[]
}

/** `JobEvent`: what is known of a job without a run. */
export interface JobEvent extends BaseEvent {
  readonly job: { readonly namespace: string; readonly name: string; readonly facets: JobFacets }
  readonly inputs: readonly InputDataset[]
  readonly outputs: readonly OutputDataset[]
}

/** `DatasetEvent`: what is known of a dataset without a run. */
export interface DatasetEvent extends BaseEvent {
  readonly dataset: Dataset
}

/** Anything that goes over the wire. */
export type LineageEvent = RunEvent | JobEvent | DatasetEvent
