import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto'
import { defaultProvider } from '@aws-sdk/credential-provider-node'
import { SignatureV4 } from '@smithy/signature-v4'
import type { OtlpRequest } from './otlp-transport.ts'

type Bytes = string | ArrayBuffer | ArrayBufferView

/** SHA-256 by Node, in the shape the signer asks for: with a secret it is an HMAC. */
class Sha256 {
  readonly #hash: Hash | Hmac
  constructor(secret?: Bytes) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytes(secret))
  }
  update(data: Bytes): void {
    this.#hash.update(bytes(data))
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest()
  }
}

const bytes = (data: Bytes): Uint8Array =>
  typeof data === 'string'
    ? Buffer.from(data)
    : ArrayBuffer.isView(data)
      ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
      : new Uint8Array(data)

type Credentials = ConstructorParameters<typeof SignatureV4>[0]['credentials']

/**
 * Signs requests with AWS Signature Version 4, with the credentials that the SDK finds (environment, profile, role).
 * @returns the headers to send besides those given
 */
export function otlpSigner(
  scope: { readonly service: string; readonly region: string },
  credentials: Credentials = defaultProvider(),
): (request: OtlpRequest) => Promise<Record<string, string>> {
  const signer = new SignatureV4({ ...scope, credentials, sha256: Sha256 })
  return async ({ url, headers, body }) => {
    const signed = await signer.sign({
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port === '' ? {} : { port: Number(url.port) }),
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { ...headers, host: url.host },
      body,
    })
    return signed.headers
  }
}
