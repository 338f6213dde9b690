import {
  createOtlpNetworkExportDelegate,
  type ExporterMetrics,
  type IOtlpExportDelegate,
} from '@opentelemetry/otlp-exporter-base'
import { convertLegacyHttpOptions, createOtlpHttpExporterMetrics } from '@opentelemetry/otlp-exporter-base/node-http'
import type { IExporterMetricsHelper, ISerializer } from '@opentelemetry/otlp-transformer'
import { awsOtlpEndpoint } from './aws-otlp-endpoint.ts'
import { type OtlpRequest, OtlpTransport } from './otlp-transport.ts'
import { otlpProtocol } from './telemetry-settings.ts'

interface OtlpSignal<Batch, Response> {
  readonly signal: 'TRACES' | 'METRICS'
  readonly protobuf: ISerializer<Batch, Response>
  readonly json: ISerializer<Batch, Response>
  readonly helper: IExporterMetricsHelper<Batch>
  undelivered(reason: string): void
}

export interface OtlpConnection<Batch> {
  readonly delegate: IOtlpExportDelegate<Batch>
  readonly transport: OtlpTransport
}

/** A connection for one signal, as the `OTEL_EXPORTER_OTLP_*` variables describe it: address, headers, certificates, compression, time-out, protocol. */
export function otlpConnection<Batch, Response>(signal: OtlpSignal<Batch, Response>): OtlpConnection<Batch> {
  const json = otlpProtocol(process.env, signal.signal) === 'http/json'
  const options = convertLegacyHttpOptions({}, signal.signal, `v1/${signal.signal.toLowerCase()}`, {
    'Content-Type': json ? 'application/json' : 'application/x-protobuf',
  })
  const aws = awsOtlpEndpoint(options.url)
  const agents = new Map<string, Promise<unknown>>()
  const transport = new OtlpTransport({
    url: options.url,
    compression: options.compression,
    headers: options.headers,
    agent: (protocol) => {
      const known = agents.get(protocol) ?? Promise.resolve(options.agentFactory(protocol))
      agents.set(protocol, known)
      return known
    },
    ...(aws === undefined ? {} : { sign: signedFor(aws) }),
    undelivered: signal.undelivered,
  })
  const metrics: ExporterMetrics<Batch> = createOtlpHttpExporterMetrics(
    `hotpass_otlp_${signal.signal.toLowerCase()}`,
    signal.helper,
    options.url,
    undefined,
  )
  const delegate = createOtlpNetworkExportDelegate(options, json ? signal.json : signal.protobuf, metrics, transport)
  return { delegate, transport }
}

/** The signer and the search for credentials are loaded with the first request to AWS, and for AWS alone. */
function signedFor(scope: { service: string; region: string }) {
  let signer: Promise<(request: OtlpRequest) => Promise<Record<string, string>>> | undefined
  return async (request: OtlpRequest) => {
    signer ??= import('./sign-otlp.ts').then(({ otlpSigner }) => otlpSigner(scope))
    return (await signer)(request)
  }
}
