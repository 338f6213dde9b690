import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { ProtobufMessage } from './protobuf-reader.ts'

export type Value = string | number | boolean

export interface ReceivedSpan {
  readonly traceId: string
  readonly spanId: string
  /** Empty for the first of a trace. */
  readonly parentSpanId: string
  readonly name: string
  readonly startNs: bigint
  readonly endNs: bigint
  readonly attributes: Readonly<Record<string, Value>>
  readonly events: readonly { readonly name: string; readonly attributes: Readonly<Record<string, Value>> }[]
  /** 1 ok, 2 error. */
  readonly status: number
  readonly resource: Readonly<Record<string, Value>>
}

export interface ReceivedPoint {
  readonly metric: string
  readonly unit: string
  readonly kind: 'gauge' | 'sum' | 'histogram'
  readonly value: number
  readonly attributes: Readonly<Record<string, Value>>
}

/** `ok`; an HTTP status; `slow`: the answer never comes; `reset`: the connection is cut. */
export type Behaviour = 'ok' | 'slow' | 'reset' | number

export interface OtlpCollector {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly url: string
  readonly spans: ReceivedSpan[]
  readonly points: ReceivedPoint[]
  readonly requests: { readonly path: string; readonly headers: IncomingMessage['headers']; readonly bytes: number }[]
  /** Everything that arrived, unpacked, for searching. */
  readonly bodies: Buffer[]
  behave(how: Behaviour): void
  stop(): Promise<void>
}

/** An OTLP back end over HTTP in this process: real protobuf or JSON, gzip too, on 127.0.0.1. */
export async function startOtlpCollector(): Promise<OtlpCollector> {
  let how: Behaviour = 'ok'
  const received: Pick<OtlpCollector, 'spans' | 'points' | 'requests' | 'bodies'> = {
    spans: [],
    points: [],
    requests: [],
    bodies: [],
  }
  const server = createServer((request, response) => {
    void take(request, response, how, received).catch((error: unknown) => {
      response.writeHead(400).end(String(error))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    ...received,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    behave: (next) => {
      how = next
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function take(
  request: IncomingMessage,
  response: ServerResponse,
  how: Behaviour,
  received: Pick<OtlpCollector, 'spans' | 'points' | 'requests' | 'bodies'>,
): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const sent = Buffer.concat(chunks)
  received.requests.push({ path: request.url ?? '', headers: request.headers, bytes: sent.length })
  if (how === 'slow') return
  if (how === 'reset') {
    request.socket.destroy()
    return
  }
  if (typeof how === 'number') {
    response.writeHead(how).end()
    return
  }
  const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent
  received.bodies.push(body)
  const json = request.headers['content-type'] === 'application/json'
  if (request.url === '/v1/traces') received.spans.push(...(json ? spansOfJson(body) : spansOf(body)))
  else if (request.url === '/v1/metrics') received.points.push(...(json ? [] : pointsOf(body)))
  else throw new Error(`no such path: ${request.url}`)
  response.writeHead(200, { 'content-type': json ? 'application/json' : 'application/x-protobuf' })
  response.end(json ? '{}' : undefined)
}

// Field numbers: opentelemetry/proto/{trace,metrics,common,resource}/v1.
const attributesOf = (message: ProtobufMessage | undefined, field: number): Record<string, Value> =>
  Object.fromEntries(
    (message?.messages(field) ?? []).map((pair) => {
      const value = pair.message(2)
      const text = value?.bytes(1)
      const flag = value?.varint(2)
      const whole = value?.varint(3)
      return [
        pair.text(1),
        text !== undefined
          ? text.toString('utf8')
          : flag !== undefined
            ? flag === 1n
            : whole !== undefined
              ? Number(BigInt.asIntN(64, whole))
              : (value?.double(4) ?? 0),
      ]
    }),
  )

const spansOf = (body: Buffer): ReceivedSpan[] =>
  new ProtobufMessage(body).messages(1).flatMap((group) => {
    const resource = attributesOf(group.message(1), 1)
    return group.messages(2).flatMap((scope) =>
      scope.messages(2).map((span) => ({
        traceId: span.hex(1),
        spanId: span.hex(2),
        parentSpanId: span.hex(4),
        name: span.text(5),
        startNs: span.fixed64(7) ?? 0n,
        endNs: span.fixed64(8) ?? 0n,
        attributes: attributesOf(span, 9),
        events: span.messages(11).map((event) => ({ name: event.text(2), attributes: attributesOf(event, 3) })),
        status: Number(span.message(15)?.varint(3) ?? 0n),
        resource,
      })),
    )
  })

const pointsOf = (body: Buffer): ReceivedPoint[] =>
  new ProtobufMessage(body)
    .messages(1)
    .flatMap((group) => group.messages(2))
    .flatMap((scope) => scope.messages(2))
    .flatMap((metric) => {
      const of = { metric: metric.text(1), unit: metric.text(3) }
      const numbers = (field: number, kind: 'gauge' | 'sum'): ReceivedPoint[] =>
        (metric.message(field)?.messages(1) ?? []).map((point) => ({
          ...of,
          kind,
          value: point.double(4) ?? Number(point.fixed64(6) ?? 0n),
          attributes: attributesOf(point, 7),
        }))
      const histograms = (metric.message(9)?.messages(1) ?? []).map(
        (point): ReceivedPoint => ({
          ...of,
          kind: 'histogram',
          value: point.double(5) ?? 0,
          attributes: attributesOf(point, 9),
        }),
      )
      return [...numbers(5, 'gauge'), ...numbers(7, 'sum'), ...histograms]
    })

interface JsonValue {
  readonly stringValue?: string
  readonly boolValue?: boolean
  readonly intValue?: string | number
  readonly doubleValue?: number
}
type JsonAttributes = readonly { readonly key: string; readonly value: JsonValue }[]
interface JsonSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly attributes: JsonAttributes
  readonly events: readonly { readonly name: string; readonly attributes: JsonAttributes }[]
  readonly status: { readonly code?: number }
}

const fromJson = (attributes: JsonAttributes): Record<string, Value> =>
  Object.fromEntries(
    attributes.map(({ key, value }) => [
      key,
      value.stringValue ?? value.boolValue ?? Number(value.intValue ?? value.doubleValue),
    ]),
  )

function spansOfJson(body: Buffer): ReceivedSpan[] {
  const request = JSON.parse(body.toString('utf8')) as {
    resourceSpans: { resource: { attributes: JsonAttributes }; scopeSpans: { spans: JsonSpan[] }[] }[]
  }
  return request.resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans
      .flatMap(({ spans }) => spans)
      .map((span) => ({
        traceId: span.traceId,
        spanId: span.spanId,
        parentSpanId: span.parentSpanId ?? '',
        name: span.name,
        startNs: BigInt(span.startTimeUnixNano),
        endNs: BigInt(span.endTimeUnixNano),
        attributes: fromJson(span.attributes),
        events: span.events.map((event) => ({ name: event.name, attributes: fromJson(event.attributes) })),
        status: span.status.code ?? 0,
        resource: fromJson(resource.attributes),
      })),
  )
}
