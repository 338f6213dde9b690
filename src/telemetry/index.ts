/** The door of the telemetry room: what others may take of it. */
export { LOG_EVENTS } from './log-record.ts'
export type { MetricPoint } from './metric-point.ts'
export { otlpMetricName } from './otlp-metrics.ts'
export { type RunTrace, runTrace } from './run-trace.ts'
export { requestSigner } from './sign-request.ts'
export type { Attributes } from './span.ts'
export {
  acceptTelemetry,
  beginInvocation,
  currentSettings,
  flushTelemetry,
  recordMetrics,
  relayTelemetry,
  type TelemetryMessage,
  tracingIsOn,
  type Undelivered,
} from './telemetry.ts'
export { TELEMETRY_VARIABLES } from './telemetry-variables.ts'
export { currentSpan, nameOf, nowMs, recordSpan, withSpan } from './with-span.ts'
export { writeLog } from './write-log.ts'
