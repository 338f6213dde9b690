import type { OtlpRequest } from './otlp-transport.ts'
import { type Credentials, requestSigner, type SigningScope } from './sign-request.ts'

/**
 * Signs what is exported with AWS Signature Version 4, with the credentials that the SDK finds (environment, profile, role).
 * @returns the headers to send besides those given
 */
export function otlpSigner(
  scope: SigningScope,
  credentials?: Credentials,
): (request: OtlpRequest) => Promise<Record<string, string>> {
  const sign = requestSigner(scope, credentials)
  return ({ url, headers, body }) => sign({ method: 'POST', url, headers, body })
}
