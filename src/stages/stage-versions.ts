/** Raised by hand whenever a stage would write other bytes for the same input: the fingerprints of its work change with it. */
export const STAGE_VERSIONS = {
  Ingest: 2,
  Measure: 4,
  Refine: 2,
  Block: 2,
  Score: 2,
  Resolve: 6,
  Consolidate: 4,
  Gate: 3,
  Publish: 1,
} as const
