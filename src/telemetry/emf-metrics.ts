import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics'
import type { MetricPoint, MetricSink } from './metric-point.ts'

const UNITS = {
  Count: MetricUnit.Count,
  Bytes: MetricUnit.Bytes,
  Milliseconds: MetricUnit.Milliseconds,
  Percent: MetricUnit.Percent,
  None: MetricUnit.NoUnit,
} as const

/**
 * Metrics in CloudWatch's embedded metric format through Powertools Metrics: one line for each set of dimensions, with exactly
 * those dimensions, and the run id as metadata.
 */
export function emfMetrics(namespace = 'Hotpass'): MetricSink {
  return {
    record: (points) => {
      for (const group of bySeries(points)) {
        const metrics = new Metrics({ namespace })
        // Powertools would add `service` to every series.
        metrics.clearDefaultDimensions()
        metrics.addDimensions({ ...group.dimensions })
        for (const [key, value] of Object.entries(group.metadata)) metrics.addMetadata(key, value)
        for (const { name, unit, value } of group.points) metrics.addMetric(name, UNITS[unit], value)
        metrics.publishStoredMetrics()
      }
    },
    flush: async () => {},
    abort: () => {},
  }
}

interface Series {
  readonly dimensions: MetricPoint['dimensions']
  readonly metadata: MetricPoint['metadata']
  readonly points: MetricPoint[]
}

function bySeries(points: readonly MetricPoint[]): Iterable<Series> {
  const series = new Map<string, Series>()
  for (const point of points) {
    const key = JSON.stringify([point.dimensions, point.metadata])
    const known = series.get(key) ?? { dimensions: point.dimensions, metadata: point.metadata, points: [] }
    known.points.push(point)
    series.set(key, known)
  }
  return series.values()
}
