import { isAggregate, measureAggregates } from './measure-aggregates.ts'
import { isColumnMetric, measureColumns } from './measure-columns.ts'
import { measureKeys } from './measure-keys.ts'
import type { MeasureOptions } from './measure-options.ts'
import { measureOrder } from './measure-order.ts'
import { measurePersonalText } from './measure-personal-text.ts'
import { type Metric, metricName } from './metric.ts'
import type { MetricState } from './state.ts'

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
