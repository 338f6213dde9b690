import type { PiiClass } from '../../contracts/index.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Metric } from './metric.ts'

export interface MeasureOptions {
  readonly engine: Engine
  /** SQL of the rows: a table, or `parquetFiles(…)`. */
  readonly table: string
  readonly metrics: readonly Metric[]
  /** SQL that says where a row is: its row number, or its key as text. Unique in the shard; never personal. */
  readonly place: string
  /** SQL that tells runs of rows apart, where the rows of the shard do not all follow one another. */
  readonly run?: string
  /** The sheet that the shard is part of; absent for published datasets. */
  readonly origin?: { readonly file: string; readonly sheet: string }
  /** PII class by column; a column that is not named is treated as sensitive. */
  readonly pii: Readonly<Record<string, PiiClass>>
  /** A folder for key files. */
  readonly folder: string
  /** Up to so many keys stand in the state itself and need no file. */
  readonly inlineKeys?: number
}
