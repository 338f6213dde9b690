import { type Facet, facet } from './facet.ts'

export interface JobTypeFacet extends Facet {
  readonly processingType: 'BATCH'
  readonly integration: 'HOTPASS'
  readonly jobType: 'PIPELINE' | 'STATE'
}

export interface JobFacets {
  readonly jobType?: JobTypeFacet
}

/** A whole pipeline, or one state of it; always a batch. */
export const jobTypeFacet = (jobType: JobTypeFacet['jobType']): JobTypeFacet =>
  facet('JobTypeJobFacet', { processingType: 'BATCH', integration: 'HOTPASS', jobType })
