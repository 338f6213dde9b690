import { createHash } from 'node:crypto'
import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { LineageConfigurationError, TransportError } from '../errors.ts'
import type { EmitOptions, Transport } from './transport.ts'

/** `retry` of an http transport, under the names the standard gives them. */
export interface HttpRetry {
  /** Attempts after the first. Default 5. */
  readonly total?: number
  /** Of these, after an answer was lost. Default 5. */
  readonly read?: number
  /** Of these, when no connection came about. Default 5. */
  readonly connect?: number
  /** Seconds; the wait before attempt n after the second is `backoff_factor · 2^(n-1)`. Default 0.3. */
  readonly backoff_factor?: number
  /** Answers worth another attempt. Default 500, 502, 503, 504. */
  readonly status_forcelist?: readonly number[]
}

/** An http transport's configuration, under the names the standard gives them. */
export interface HttpTransportConfig {
  readonly type: 'http'
  /** The back end's address. */
  readonly url: string
  /** Appended to `url`. Default `api/v1/lineage`. */
  readonly endpoint?: string
  /** Seconds for one attempt. Default 5. */
  readonly timeout?: number
  /** Whether a certificate must be valid. Default true. */
  readonly verify?: boolean
  readonly auth?: { readonly type: 'api_key'; readonly apiKey: string }
  readonly compression?: 'gzip'
  readonly custom_headers?: Readonly<Record<string, string>>
  readonly retry?: HttpRetry
}

const DEFAULT_RETRY = { total: 5, read: 5, connect: 5, backoff_factor: 0.3, status_forcelist: [500, 502, 503, 504] }

type Outcome =
  | { readonly kind: 'answer'; readonly status: number; readonly body: string }
  | { readonly kind: 'connect' | 'read'; readonly cause: Error }

/** Sends each event as one POST and waits for the answer: the order of calls is the order of arrival. */
export function httpTransport(config: HttpTransportConfig): Transport {
  const address = addressOf(config)
  const retry = { ...DEFAULT_RETRY, ...config.retry }
  const secure = address.protocol === 'https:'
  const agent = secure
    ? new HttpsAgent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: config.verify ?? true })
    : new HttpAgent({ keepAlive: true, maxSockets: 1 })
  const headers = {
    ...config.custom_headers,
    'content-type': 'application/json',
    accept: 'application/json',
    ...(config.compression === 'gzip' ? { 'content-encoding': 'gzip' } : {}),
    ...(config.auth === undefined ? {} : { authorization: `Bearer ${config.auth.apiKey}` }),
  }
  const shown = `${address.origin}${address.pathname}`

  const attempt = (body: Buffer, signal: AbortSignal | undefined): Promise<Outcome> =>
    new Promise((resolve) => {
      let connected = false
      const limit = AbortSignal.timeout(Math.max(1, Math.round((config.timeout ?? 5) * 1000)))
      const fail = (cause: Error) => resolve({ kind: connected ? 'read' : 'connect', cause })
      const options = {
        method: 'POST',
        agent,
        headers: { ...headers, 'content-length': body.length },
        signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
      }
      const request = (secure ? httpsRequest : httpRequest)(address, options, (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => {
          if (parts.length < 4) parts.push(part)
        })
        response.on('error', fail)
        response.on('end', () =>
          resolve({
            kind: 'answer',
            status: response.statusCode ?? 0,
            body: Buffer.concat(parts).toString('utf8').slice(0, 500),
          }),
        )
      })
      request.on('socket', (socket) => {
        if (!socket.connecting) connected = true
        else socket.once(secure ? 'secureConnect' : 'connect', () => (connected = true))
      })
      request.on('error', fail)
      request.end(body)
    })

  return {
    type: 'http',
    id: `http-${createHash('sha256').update(shown).digest('hex').slice(0, 16)}`,
    async emit(event, { signal }: EmitOptions = {}) {
      const text = JSON.stringify(event)
      const body = config.compression === 'gzip' ? gzipSync(text) : Buffer.from(text)
      const left = { connect: retry.connect, read: retry.read }
      for (let tries = 0; ; tries++) {
        const outcome = await attempt(body, signal)
        if (outcome.kind === 'answer' && outcome.status >= 200 && outcome.status < 300) return
        const again =
          !signal?.aborted &&
          tries < retry.total &&
          (outcome.kind === 'answer' ? retry.status_forcelist.includes(outcome.status) : left[outcome.kind]-- > 0)
        if (!again) throw faultOf(outcome, shown)
        // As the reference client has it: the first retry is at once, the next ones wait.
        const wait = tries === 0 ? 0 : retry.backoff_factor * 2 ** tries * 1000
        await sleep(wait, undefined, signal === undefined ? {} : { signal }).catch(() => {
          throw faultOf(outcome, shown)
        })
      }
    },
    async close() {
      agent.destroy()
    },
  }
}

function addressOf(config: HttpTransportConfig): URL {
  const base = config.url.trim()
  if (!/^https?:\/\//i.test(base) || !URL.canParse(base))
    throw new LineageConfigurationError(
      `The http transport's url "${base.replace(/\/\/[^@/]*@/, '//')}" is no http or https address. Write it as http://host:port.`,
    )
  const url = new URL(base)
  if (url.username !== '' || url.password !== '')
    throw new LineageConfigurationError(
      "The http transport's url holds a user or password. Leave them out and set auth instead, or OPENLINEAGE_API_KEY.",
    )
  const endpoint = (config.endpoint ?? 'api/v1/lineage').replace(/^\/+/, '')
  return new URL(`${base.replace(/\/+$/, '')}/${endpoint}`)
}

function faultOf(outcome: Outcome, shown: string): TransportError {
  if (outcome.kind !== 'answer')
    return new TransportError(
      `${shown} ${outcome.kind === 'connect' ? 'cannot be reached' : 'gave no answer'} (${outcome.cause.message}). ` +
        'Events stay in the store; deliver them later with: hotpass lineage resend',
      'unavailable',
      { cause: outcome.cause },
    )
  const { status, body } = outcome
  // What a stranger answers is shown to people: nothing in it may act on their terminal.
  const said = body === '' ? '' : `: ${body.replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ').slice(0, 200)}`
  const fault = [400, 413, 415, 422].includes(status)
    ? 'refused'
    : status >= 500 || status === 408 || status === 429
      ? 'unavailable'
      : 'misconfigured'
  return new TransportError(`${shown} answered ${status}${said}`, fault, { status })
}
