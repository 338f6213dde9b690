/** States that a run of AWS is estimated by. */
export type EstimatedState =
  | 'Plan'
  | 'Ingest'
  | 'Refine'
  | 'Block'
  | 'Score'
  | 'Resolve'
  | 'Consolidate'
  | 'Gate'
  | 'Publish'

export interface StateRate {
  /** One call for the whole dataset; otherwise one a file or shard. */
  readonly once: boolean
  /** Start of the function, its code and engine, and what a call costs that has no rows. */
  readonly startSeconds: number
  readonly secondsAMillionRows: number
  readonly secondsAGigabyte: number
  /** For each document of another call that this one reads. */
  readonly secondsADocument: number
  /** `/tmp`: for each byte of source file, and for each row (work files fetched, written and spilled). */
  readonly scratchBytesAByte: number
  readonly scratchBytesARow: number
}

const rate = (once: boolean, secondsAMillionRows: number, scratchBytesARow: number, more: Partial<StateRate> = {}) => ({
  once,
  startSeconds: 2,
  secondsAMillionRows,
  secondsAGigabyte: 0,
  secondsADocument: 0.002,
  scratchBytesAByte: 0,
  scratchBytesARow,
  ...more,
})

/**
 * Measured on 100,000 generated organisations (`npm run -s generate -- --rows 100000 --seed 1`: 235,334 rows of XLSX) on two x86
 * cores: 59 CPU seconds, shared out by each state's part of the time, per million rows, rounded up. A second here is one of about
 * one virtual CPU, which is what 1,769 MB of Lambda are. When a change makes a state slower or faster, measure again.
 */
export const STATE_RATES: Readonly<Record<EstimatedState, StateRate>> = {
  // Hashes what is new; what is known costs nothing.
  Plan: rate(true, 0, 0, { secondsAGigabyte: 15, secondsADocument: 0.01 }),
  Ingest: rate(false, 50, 200, { scratchBytesAByte: 1 }),
  Refine: rate(false, 90, 400),
  // These two from 10,000 organisations (23,550 rows): as much time as Refine for one, less for the other.
  Block: rate(true, 40, 600),
  Score: rate(false, 50, 600),
  Resolve: rate(true, 40, 600),
  Consolidate: rate(true, 55, 1000),
  Gate: rate(true, 8, 400),
  Publish: rate(true, 25, 700),
}

/**
 * Rows in a megabyte of source file when no earlier release tells: XLSX as generated (18.1 MB hold 235,334 rows); the others by
 * the width of such a row in them.
 */
export const ROWS_PER_MEGABYTE: Readonly<Record<string, number>> = {
  xlsx: 13_000,
  xlsm: 13_000,
  csv: 6_700,
  tsv: 6_700,
  jsonl: 2_900,
  ndjson: 2_900,
  parquet: 16_000,
}

/** Pairs that blocking leaves to compare, for each row; it decides how many calls of Score there are. */
export const PAIRS_A_ROW = 10
