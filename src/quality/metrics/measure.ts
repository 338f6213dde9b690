import type { PiiClass } from '../../contracts/index.ts'
import type { Engine } from '../../engine/engine.ts'
import { isAggregate, measureAggregates } from './measure-aggregates.ts'
import { isColumnMetric, measureColumns } from './measure-columns.ts'
import { measureKeys } from './measure-keys.ts'
import { measureOrder } from './measure-order.ts'
import { measurePersonalText } from './measure-personal-text.ts'
import { type Metric, metricName } from './metric.ts'
import type { MetricState } from './state.ts'

export interface MeasureOptions {
  readonly engine: Engine
  /** SQL of the rows: a table, or `read_parquet(…)`. */
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

/** What a shard says to every metric that was asked, by the metric's name. */
export type ShardStates = Readonly<Record<string, MetricState>>

/**
 * Computes the states of one shard: everything that is an aggregate in one scan, what is said of single columns in a few queries, the others
 * in one query each.
 * @throws EngineError when the rows cannot be read.
 */
export async function measureShard(options: MeasureOptions): Promise<ShardStates> {
  const unique = [...new Map(options.metrics.map((metric) => [metricName(metric), metric])).values()]
  const states = [
    ...(await measureAggregates(options, unique.filter(isAggregate))),
    ...(await measureColumns(options, unique.filter(isColumnMetric))),
  ]
  for (const metric of unique)
    if (!isAggregate(metric) && !isColumnMetric(metric)) states.push([metricName(metric), await ask(options, metric)])
  return Object.fromEntries(states)
}

function ask(
  options: MeasureOptions,
  metric: Extract<Metric, { kind: 'keys' | 'personal_text' | 'order' }>,
): Promise<MetricState> {
  switch (metric.kind) {
    case 'keys':
      return measureKeys(options, metric)
    case 'personal_text':
      return measurePersonalText(options, metric)
    case 'order':
      return measureOrder(options, metric)
  }
}
