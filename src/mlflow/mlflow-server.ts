import { z } from 'zod'
import { MlflowRefusedError, MlflowUnavailableError } from './errors.ts'
import type { MlflowSettings } from './mlflow-settings.ts'

export interface ServerLimits {
  /** Milliseconds for one request. */
  readonly requestMs: number
  /** Milliseconds for all that is told at once. */
  readonly totalMs: number
}

const LIMITS: ServerLimits = { requestMs: 5000, totalMs: 20_000 }

const refusal = z.object({ error_code: z.string().default(''), message: z.string().default('') })

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** The REST interface of one tracking server, within seconds. @see https://mlflow.org/docs/latest/api_reference/rest-api.html */
export class MlflowServer {
  readonly settings: MlflowSettings
  readonly #requestMs: number
  readonly #deadline: AbortSignal
  #signer: Promise<(request: Unsigned) => Promise<Record<string, string>>> | undefined

  constructor(settings: MlflowSettings, { requestMs, totalMs }: ServerLimits = LIMITS) {
    this.settings = settings
    this.#requestMs = requestMs
    this.#deadline = AbortSignal.timeout(totalMs)
  }

  /**
   * Calls an endpoint of the tracking interface, as in `runs/create`, and reads its answer.
   * @throws MlflowUnavailableError, MlflowRefusedError
   */
  async call<T>(method: 'GET' | 'POST' | 'DELETE', endpoint: string, body: object, answer: z.ZodType<T>): Promise<T> {
    const url = new URL(`${this.settings.url}/api/2.0/mlflow/${endpoint}`)
    if (method === 'GET') for (const [name, value] of Object.entries(body)) url.searchParams.set(name, String(value))
    const sent = method === 'GET' ? undefined : { bytes: Buffer.from(JSON.stringify(body)), type: 'application/json' }
    const text = await this.#send(method, url, sent)
    const parsed = answer.safeParse(jsonOf(text))
    if (parsed.success) return parsed.data
    throw new MlflowRefusedError(
      `${this.settings.shown} answered ${endpoint} with something else than MLflow does`,
      200,
      '',
    )
  }

  /** Puts an artifact through the server's proxy. @param path below the server's root of artifacts */
  async putArtifact(path: string, bytes: Uint8Array, type: string): Promise<void> {
    const encoded = path.split('/').map(encodeURIComponent).join('/')
    await this.#send('PUT', new URL(`${this.settings.url}/api/2.0/mlflow-artifacts/artifacts/${encoded}`), {
      bytes,
      type,
    })
  }

  async #send(method: Method, url: URL, sent: { bytes: Uint8Array; type: string } | undefined): Promise<string> {
    const headers = {
      ...this.settings.headers,
      accept: 'application/json',
      ...(sent === undefined ? {} : { 'content-type': sent.type }),
    }
    const request = { method, url, headers, body: sent?.bytes }
    let response: Response
    try {
      response = await fetch(url, {
        method,
        headers: await this.#signed(request),
        ...(sent === undefined ? {} : { body: Buffer.from(sent.bytes) }),
        signal: AbortSignal.any([AbortSignal.timeout(this.#requestMs), this.#deadline]),
        redirect: 'error',
      })
    } catch (cause) {
      throw new MlflowUnavailableError(`${this.settings.shown} cannot be reached (${reasonOf(cause)})`, { cause })
    }
    const text = await response.text().catch((cause: unknown) => {
      throw new MlflowUnavailableError(`${this.settings.shown} gave no whole answer (${reasonOf(cause)})`, { cause })
    })
    if (response.ok) return text
    const { error_code: code, message } = refusal.safeParse(jsonOf(text)).data ?? { error_code: '', message: text }
    // What a stranger answers is shown to people: nothing in it may act on their terminal.
    const said = message.replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ').slice(0, 200)
    throw new MlflowRefusedError(
      `${this.settings.shown} answered ${response.status}${said === '' ? '' : `: ${said}`}`,
      response.status,
      code,
    )
  }

  /** The signer and the search for credentials are loaded for AWS alone. */
  async #signed(request: Unsigned): Promise<Record<string, string>> {
    const { signing } = this.settings
    if (signing === undefined) return { ...request.headers }
    this.#signer ??= import('../telemetry/sign-request.ts').then(({ requestSigner }) => requestSigner(signing))
    const { host: _, ...headers } = await (await this.#signer)(request)
    return headers
  }
}

interface Unsigned {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | undefined
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What undici says hides behind "fetch failed". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return 'no answer in time'
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message
}
