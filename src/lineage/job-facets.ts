import { type Facet, facet } from './facet.ts'

export interface JobTypeFacet extends Facet {
  readonly processingType: 'BATCH'
  readonly integration: 'HOTPASS'
  readonly jobType: 'DAG' | 'TASK'
}

export interface JobFacets {
  readonly jobType?: JobTypeFacet
}

/** A whole pipeline (`DAG`) or one state of it (`TASK`), the words other producers use; always a batch. */
export const jobTypeFacet = (jobType: JobTypeFacet['jobType']): JobTypeFacet =>
  facet('JobTypeJobFacet', { processingType: 'BATCH', integration: 'HOTPASS', jobType })
