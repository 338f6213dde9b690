import type { DatasetFacets, StatisticsFacet } from './dataset-facets.ts'
import type { JobFacets } from './job-facets.ts'
import type { RunFacets } from './run-facets.ts'

export type EventType = 'START' | 'RUNNING' | 'COMPLETE' | 'ABORT' | 'FAIL' | 'OTHER'

export interface Dataset {
  readonly namespace: string
  readonly name: string
  readonly facets?: DatasetFacets
}
export interface InputDataset extends Dataset {
  readonly inputFacets?: { readonly inputStatistics?: StatisticsFacet }
}
export interface OutputDataset extends Dataset {
  readonly outputFacets?: { readonly outputStatistics?: StatisticsFacet }
}

/** One OpenLineage 2-0-2 run event, as it goes over the wire. */
export interface RunEvent {
  readonly eventType: EventType
  readonly eventTime: string
  readonly run: { readonly runId: string; readonly facets: RunFacets }
  readonly job: { readonly namespace: string; readonly name: string; readonly facets: JobFacets }
  readonly inputs: readonly InputDataset[]
  readonly outputs: readonly OutputDataset[]
  readonly producer: string
  readonly schemaURL: string
}
