export interface TelemetryVariable {
  readonly name: string
  readonly values: string
  /** When it is unset. */
  readonly default: string
  readonly meaning: string
}

/** Every variable of the environment that steers telemetry, ours first; the reference is written from here. */
export const TELEMETRY_VARIABLES: readonly TelemetryVariable[] = [
  {
    name: 'HOTPASS_TRACING',
    values: '`off`, or `console`, `otlp`, `xray` with commas between',
    default: 'what `OTEL_TRACES_EXPORTER` says; else `xray` in a function, and `otlp` where an OTLP endpoint is set',
    meaning: 'Where spans go. `console` writes JSON lines to stderr.',
  },
  {
    name: 'HOTPASS_METRICS',
    values: '`off`, or `emf`, `otlp` with commas between',
    default: 'what `OTEL_METRICS_EXPORTER` says; else `emf` in a function, and `otlp` where an OTLP endpoint is set',
    meaning: 'Where metrics go. `emf` writes CloudWatch’s embedded metric format to stdout.',
  },
  {
    name: 'HOTPASS_LOG_LEVEL',
    values: '`debug`, `info`, `warn`, `error`, `off`',
    default: '`info` in a function, `off` elsewhere',
    meaning: 'Log lines of this level and above: JSON, to stderr on a laptop, through Powertools Logger in a function.',
  },
  {
    name: 'HOTPASS_ENVIRONMENT',
    values: 'a name',
    default: '`local`',
    meaning: 'The dimension `environment` and the resource attribute `deployment.environment.name`.',
  },
  {
    name: 'HOTPASS_TRACING_SLOW_MS',
    values: 'milliseconds',
    default: '100',
    meaning:
      'An operation of the store or the data engine that takes so long has a span of its own; one that fails always has.',
  },
  {
    name: 'OTEL_SDK_DISABLED',
    values: '`true`, `false`',
    default: '`false`',
    meaning: 'No spans and no metrics, unless `HOTPASS_TRACING` or `HOTPASS_METRICS` asks for them.',
  },
  {
    name: 'OTEL_TRACES_EXPORTER, OTEL_METRICS_EXPORTER',
    values: 'as `HOTPASS_TRACING`, `HOTPASS_METRICS`; `none` is `off`',
    default: '',
    meaning: 'The standard’s names for the same choice.',
  },
  {
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, OTEL_EXPORTER_OTLP_METRICS_ENDPOINT',
    values: 'an address',
    default: '`http://localhost:4318`',
    meaning:
      'The first gets `/v1/traces` and `/v1/metrics` added. Requests to `https://xray.<region>.amazonaws.com/v1/traces` are signed with the credentials that the AWS SDK finds.',
  },
  {
    name: 'OTEL_EXPORTER_OTLP_PROTOCOL, OTEL_EXPORTER_OTLP_TRACES_PROTOCOL, OTEL_EXPORTER_OTLP_METRICS_PROTOCOL',
    values: '`http/protobuf`, `http/json`',
    default: '`http/protobuf`',
    meaning: 'The wire format. gRPC is refused by name.',
  },
  {
    name: 'OTEL_EXPORTER_OTLP_HEADERS, _TIMEOUT, _COMPRESSION, _CERTIFICATE, _CLIENT_CERTIFICATE, _CLIENT_KEY',
    values: 'as the standard says, with `_TRACES` and `_METRICS` forms',
    default: '10 seconds, no compression',
    meaning: 'Headers (an API key), time for one batch, `gzip`, TLS.',
  },
  {
    name: 'OTEL_TRACES_SAMPLER, OTEL_TRACES_SAMPLER_ARG',
    values: '`always_on`, `always_off`, `traceidratio` (also with `parentbased_`) and a share',
    default: '`always_on`',
    meaning: 'Whole traces are kept or left out of OTLP, alike in every process.',
  },
  {
    name: 'OTEL_PROPAGATORS',
    values: '`tracecontext`, `xray`',
    default: '`tracecontext`',
    meaning: 'Whose trace a run joins: `TRACEPARENT` of the environment, or X-Ray’s header in a function.',
  },
  {
    name: 'OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES',
    values: 'as the standard says',
    default: '`hotpass`',
    meaning: 'Who sends.',
  },
  {
    name: 'OTEL_METRIC_EXPORT_INTERVAL',
    values: 'milliseconds',
    default: '60000',
    meaning: 'Between two deliveries of metrics during a run; at its end they are delivered at once.',
  },
]
