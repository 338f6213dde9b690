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
