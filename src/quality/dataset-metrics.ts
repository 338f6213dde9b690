import { z } from 'zod'
import { COLUMN_TYPES, type ColumnType } from '../engine/column-types.ts'

const column = z.strictObject({
  type: z.enum(COLUMN_TYPES),
  nulls: z.int().nonnegative(),
  /** How many different values, and how far that may be off. */
  distinct: z.number().nullable(),
  distinctError: z.number().nullable(),
  /** Null for personal columns. */
  min: z.union([z.string(), z.number()]).nullable(),
  max: z.union([z.string(), z.number()]).nullable(),
  sum: z.number().nullable(),
  mean: z.number().nullable(),
  quantiles: z.record(z.string(), z.number()).nullable(),
  /** Share of each value, for columns of few values that are not personal. */
  shares: z.record(z.string(), z.number()).nullable(),
})

/** What a dataset looks like in numbers: kept with each version, compared with the versions before. */
export const datasetMetricsSchema = z.strictObject({
  rows: z.int().nonnegative(),
  columns: z.record(z.string(), column),
})
export type DatasetMetrics = z.infer<typeof datasetMetricsSchema>
export type ColumnMetrics = DatasetMetrics['columns'][string]

/** `datasets/<dataset>/versions/<N>/metrics.json`. */
export const versionMetrics = z.strictObject({
  format: z.literal(1),
  dataset: z.string(),
  version: z.int().positive(),
  run: z.string(),
  nominalTime: z.string(),
  contractVersion: z.string(),
  metrics: datasetMetricsSchema,
})
export type VersionMetrics = z.infer<typeof versionMetrics>

/** `releases/<pipeline>/metrics/<R>.json`: the sources that a release was made of. */
export const sourceHistory = z.strictObject({
  format: z.literal(1),
  pipeline: z.string(),
  release: z.int().positive(),
  run: z.string(),
  nominalTime: z.string(),
  /** Source → the time of the run that found its newest file first. Absent in releases of before it was kept. */
  arrived: z.record(z.string(), z.string()).optional(),
  datasets: z.record(
    z.string(),
    z.strictObject({
      contractVersion: z.string(),
      metrics: datasetMetricsSchema,
      /** Field → the header that it was found under, as it may be shown. Absent in releases of before it was kept. */
      columns: z.record(z.string(), z.string()).optional(),
    }),
  ),
})
export type SourceHistory = z.infer<typeof sourceHistory>

/** An earlier version (of a source: an earlier release), as expectations against history see it. */
export type HistoryPoint = Pick<VersionMetrics, 'version' | 'nominalTime' | 'metrics'>

export type ColumnTypes = ReadonlyMap<string, ColumnType>
