import type { Agent as HttpAgent, IncomingMessage, RequestOptions } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { ExportResponse, IExporterTransport } from '@opentelemetry/otlp-exporter-base'

/** One request as it goes out; a signer may add headers. */
export interface OtlpRequest {
  readonly url: URL
  readonly headers: Record<string, string>
  readonly body: Uint8Array
}

export interface OtlpTransportOptions {
  readonly url: string
  headers(): Promise<Record<string, string>>
  /** Carries the certificates of the `OTEL_EXPORTER_OTLP_*_CERTIFICATE` variables. */
  agent(protocol: string): Promise<unknown>
  readonly compression: 'gzip' | 'none'
  /** The headers that authenticate a request, for back ends that want it signed. */
  readonly sign?: (request: OtlpRequest) => Promise<Record<string, string>>
  /** Told why a batch was not taken. */
  undelivered(reason: string): void
}

const RETRYABLE = new Set([429, 502, 503, 504])
const FIRST_PAUSE_MS = 200
/** A lost connection may be chance; one that is lost again is none. */
const CONNECTION_TRIES = 2
const REST_MS = 15_000
const RESPONSE_LIMIT = 4 * 1024 * 1024

type Answer =
  | { readonly kind: 'taken'; readonly data: Uint8Array }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'later'; readonly reason: string; readonly afterMs?: number }
  | { readonly kind: 'unreachable'; readonly reason: string }

/**
 * Sends OTLP over HTTP as the specification says (retries with backoff on 429, 502, 503, 504 and lost connections, `Retry-After`),
 * and, unlike the SDK's own transport, can give up at any moment: nothing it does outlives `abort`. A back end that had to be given
 * up or cannot be reached is left alone for 15 seconds, so that it costs a function once and not with every invocation.
 */
export class OtlpTransport implements IExporterTransport {
  readonly #options: OtlpTransportOptions
  readonly #underWay = new Set<Promise<unknown>>()
  #giveUp = new AbortController()
  #restUntil = 0

  constructor(options: OtlpTransportOptions) {
    this.#options = options
  }

  send(data: Uint8Array, timeoutMillis: number): Promise<ExportResponse> {
    const sending = this.#deliver(data, timeoutMillis).then((answer): ExportResponse => {
      if (answer.kind === 'taken') return { status: 'success', data: answer.data }
      this.#options.undelivered(`${shown(this.#options.url)}: ${answer.reason}`)
      return { status: 'failure', error: new Error(answer.reason) }
    })
    this.#underWay.add(sending)
    return sending.finally(() => this.#underWay.delete(sending))
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay)
  }

  abort(): void {
    if (this.#underWay.size === 0) return
    this.#restUntil = performance.now() + REST_MS
    this.#giveUp.abort()
    this.#giveUp = new AbortController()
  }

  shutdown(): void {
    this.abort()
  }

  async #deliver(data: Uint8Array, timeoutMillis: number): Promise<Answer> {
    if (performance.now() < this.#restUntil)
      return { kind: 'refused', reason: 'it gave no answer a moment ago and is left alone for now' }
    const deadline = performance.now() + timeoutMillis
    const signal = AbortSignal.any([this.#giveUp.signal, AbortSignal.timeout(timeoutMillis)])
    // Whatever an attempt is waiting for, it is over at once when called off.
    return Promise.race([this.#attempts(data, signal, deadline), calledOff(signal)])
  }

  async #attempts(data: Uint8Array, signal: AbortSignal, deadline: number): Promise<Answer> {
    for (let attempt = 1, pause = FIRST_PAUSE_MS; ; attempt++, pause *= 2) {
      const answer = await this.#once(data, signal).catch((error: unknown) => trouble(error, signal))
      if (answer.kind === 'taken' || answer.kind === 'refused') return answer
      const unreachable = answer.kind === 'unreachable' && attempt === CONNECTION_TRIES
      if (unreachable) this.#restUntil = performance.now() + REST_MS
      const wait = ('afterMs' in answer ? answer.afterMs : undefined) ?? pause * (0.8 + 0.4 * Math.random())
      if (unreachable || performance.now() + wait >= deadline || !(await waited(wait, signal)))
        return { kind: 'refused', reason: answer.reason }
    }
  }

  async #once(data: Uint8Array, signal: AbortSignal): Promise<Answer> {
    const { compression, sign } = this.#options
    const url = new URL(this.#options.url)
    const body = compression === 'gzip' ? await promisify(gzip)(data) : data
    const headers: Record<string, string> = {
      ...(await this.#options.headers()),
      ...(compression === 'gzip' ? { 'Content-Encoding': 'gzip' } : {}),
      'Content-Length': String(body.byteLength),
    }
    if (sign !== undefined) Object.assign(headers, await sign({ url, headers, body }))
    const agent = (await this.#options.agent(url.protocol)) as HttpAgent
    return post(url, body, { method: 'POST', headers, agent, signal })
  }
}

async function post(url: URL, body: Uint8Array, options: RequestOptions): Promise<Answer> {
  const { request } = url.protocol === 'http:' ? await import('node:http') : await import('node:https')
  return new Promise((resolve, reject) => {
    const outgoing = request(url, options, (response) => {
      read(response).then((data) => resolve(answered(response, data)), reject)
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

async function read(response: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > RESPONSE_LIMIT) throw new Error('the answer is larger than 4 MB')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function answered(response: IncomingMessage, data: Uint8Array): Answer {
  const status = response.statusCode ?? 0
  if (status >= 200 && status < 300) return { kind: 'taken', data }
  const reason = `HTTP ${status}`
  if (!RETRYABLE.has(status)) return { kind: 'refused', reason }
  const after = Number(response.headers['retry-after'])
  return { kind: 'later', reason, ...(after >= 0 ? { afterMs: after * 1000 } : {}) }
}

const TOO_LATE: Answer = { kind: 'refused', reason: 'no answer in time' }

const calledOff = (signal: AbortSignal): Promise<Answer> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(TOO_LATE)
    else signal.addEventListener('abort', () => resolve(TOO_LATE), { once: true })
  })

function trouble(error: unknown, signal: AbortSignal): Answer {
  if (signal.aborted) return TOO_LATE
  const code = (error as NodeJS.ErrnoException | null)?.code
  return typeof code === 'string'
    ? { kind: 'unreachable', reason: code }
    : { kind: 'refused', reason: error instanceof Error ? error.message : String(error) }
}

/** False when called off while waiting. */
function waited(ms: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (whole: boolean) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', calledOff)
      resolve(whole)
    }
    const calledOff = () => done(false)
    const timer = setTimeout(() => done(true), ms)
    if (signal.aborted) calledOff()
    else signal.addEventListener('abort', calledOff, { once: true })
  })
}

/** An address without what it may carry in secret. */
const shown = (address: string): string => {
  const { protocol, host, pathname } = new URL(address)
  return `${protocol}//${host}${pathname}`
}
