import { Duration } from 'aws-cdk-lib'
import { Metric, Unit } from 'aws-cdk-lib/aws-cloudwatch'
import { METRIC_NAMESPACE, METRICS, type MetricDimension, type MetricName } from '../src/config/metric-names.ts'

const UNITS = {
  Count: Unit.COUNT,
  Bytes: Unit.BYTES,
  Milliseconds: Unit.MILLISECONDS,
  Percent: Unit.PERCENT,
  None: Unit.NONE,
} as const

/**
 * A metric of ours, with exactly the dimensions that its row in `METRICS` lists: anything else would be another series.
 * @throws Error when a dimension is missing or too many.
 */
export function hotpassMetric(
  name: MetricName,
  dimensions: Readonly<Partial<Record<MetricDimension, string>>>,
  options: { readonly period?: Duration; readonly label?: string; readonly statistic?: string } = {},
): Metric {
  const definition = METRICS[name]
  const given = Object.keys(dimensions).sort().join(', ')
  const wanted = [...definition.dimensions].sort().join(', ')
  if (given !== wanted) throw new Error(`Metric ${name} has the dimensions ${wanted}, not ${given}.`)
  return new Metric({
    namespace: METRIC_NAMESPACE,
    metricName: name,
    dimensionsMap: dimensions,
    statistic: options.statistic ?? definition.statistic,
    unit: UNITS[definition.unit],
    period: options.period ?? Duration.minutes(5),
    ...(options.label === undefined ? {} : { label: options.label }),
  })
}
