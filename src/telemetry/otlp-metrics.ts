import { OTLPMetricExporterBase } from '@opentelemetry/exporter-metrics-otlp-http'
import {
  JsonMetricsSerializer,
  MetricsExporterMetricsHelper,
  ProtobufMetricsSerializer,
} from '@opentelemetry/otlp-transformer'
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import type { MetricPoint, MetricSink } from './metric-point.ts'
import { otlpConnection } from './otlp-connection.ts'
import { otlpResource } from './otlp-resource.ts'
import type { TelemetrySettings } from './telemetry-settings.ts'

const UNITS = { Count: '1', Bytes: 'By', Milliseconds: 'ms', Percent: '%', None: '1' } as const

/** `RowsIn` → `hotpass.rows_in`. */
export const otlpMetricName = (name: string): string =>
  `hotpass.${name.replaceAll(/(?<=[a-z])[A-Z]/g, '_$&').toLowerCase()}`

/**
 * Metrics to an OTLP back end through the OpenTelemetry SDK: counts and bytes as counters, durations as histograms, rates and
 * scores as gauges. The run id is left out: each of its values would be a series of its own.
 */
export function otlpMetrics(settings: TelemetrySettings, undelivered: (reason: string) => void): MetricSink {
  const { delegate, transport } = otlpConnection({
    signal: 'METRICS',
    protobuf: ProtobufMetricsSerializer,
    json: JsonMetricsSerializer,
    helper: MetricsExporterMetricsHelper,
    undelivered,
  })
  const reader = new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporterBase(delegate),
    exportIntervalMillis: Number(process.env.OTEL_METRIC_EXPORT_INTERVAL) || 60_000,
  })
  const meter = new MeterProvider({ resource: otlpResource(settings), readers: [reader] }).getMeter('hotpass')
  const instruments = new Map<string, (value: number, attributes: Record<string, string>) => void>()
  const instrument = ({ name, unit }: MetricPoint) => {
    const known = instruments.get(name)
    if (known !== undefined) return known
    const options = { unit: UNITS[unit] }
    const as = otlpMetricName(name)
    const made = (() => {
      if (unit === 'Milliseconds') {
        const histogram = meter.createHistogram(as, options)
        return histogram.record.bind(histogram)
      }
      if (unit === 'Percent') {
        const gauge = meter.createGauge(as, options)
        return gauge.record.bind(gauge)
      }
      const counter = meter.createCounter(as, options)
      return counter.add.bind(counter)
    })()
    instruments.set(name, made)
    return made
  }
  return {
    record: (points) => {
      for (const point of points) instrument(point)(point.value, { ...point.dimensions })
    },
    flush: async () => {
      await reader.forceFlush().catch(() => {})
      await transport.idle()
    },
    abort: () => transport.abort(),
  }
}
