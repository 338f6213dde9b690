import { RuntimeError } from './errors.ts'

/** Root of what goes wrong between this machine and AWS. Each message says what was asked, what came back, and what to do. */
export class AwsError extends RuntimeError {}

/** No credentials, or none that AWS accepts any more. */
class AwsCredentialsError extends AwsError {}
/** The caller may not do this. */
export class AwsAccessDeniedError extends AwsError {}
/** AWS asks to slow down, and still did after every retry. */
class AwsThrottledError extends AwsError {}
/** No region is set, or what was asked for lives in another one. */
class AwsRegionError extends AwsError {}
/** No answer. */
class AwsUnreachableError extends AwsError {}
/** Anything else AWS answered. */
class AwsCallError extends AwsError {}

/** Hides access key ids, which some services put into their messages. */
export const withoutKeys = (text: string): string => text.replaceAll(/\b(AKIA|ASIA|AROA)[A-Z0-9]{8,}\b/g, '$1…')

const EXPIRED = /^(ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired|RequestTimeTooSkewed)$/
const UNKNOWN_KEY =
  /^(UnrecognizedClientException|InvalidClientTokenId|InvalidAccessKeyId|InvalidSignatureException|SignatureDoesNotMatch|IncompleteSignature|MissingAuthenticationToken(Exception)?)$/
const ABSENT = /^(CredentialsProviderError|TokenProviderError|NoCredentials)$/
const DENIED = /^(AccessDenied(Exception)?|UnauthorizedOperation|Forbidden|AuthorizationError(Exception)?)$/
const THROTTLED = /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|LimitExceededException/
const REGION = /^(PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraintException)$/
const UNREACHABLE = /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|TimeoutError|ENETUNREACH|EHOSTUNREACH|NetworkingError)$/

/**
 * What an SDK's error means to the person at the terminal.
 * @param asked the action as policies name it, for example `states:StartExecution`
 */
export function explainAwsError(asked: string, error: unknown): Error {
  if (error instanceof RuntimeError || !(error instanceof Error))
    return error instanceof Error ? error : new Error(String(error))
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const name = error.name === 'Error' && code !== '' ? code : error.name
  const status =
    '$metadata' in error &&
    typeof error.$metadata === 'object' &&
    error.$metadata !== null &&
    'httpStatusCode' in error.$metadata
      ? error.$metadata.httpStatusCode
      : undefined
  const said = withoutKeys(error.message).slice(0, 500)
  const cause = { cause: error }
  if (/region is missing/i.test(error.message))
    return new AwsRegionError(
      'No AWS region is set. Set AWS_REGION (or a profile that has one, with AWS_PROFILE).',
      cause,
    )
  if (ABSENT.test(name) || /could not load credentials/i.test(error.message))
    return new AwsCredentialsError(
      'No AWS credentials were found. Sign in (for example: aws sso login) and set AWS_PROFILE, then try again.',
      cause,
    )
  if (EXPIRED.test(name))
    return new AwsCredentialsError(
      `The AWS credentials have expired (${asked}: ${name}). Sign in again (for example: aws sso login), then repeat the command.`,
      cause,
    )
  if (UNKNOWN_KEY.test(name))
    return new AwsCredentialsError(
      `AWS does not accept the credentials (${asked}: ${name}). Check AWS_PROFILE and the account, and that no stale AWS_* variable overrides them.`,
      cause,
    )
  if (DENIED.test(name) || status === 403)
    return new AwsAccessDeniedError(
      `Access denied: this identity may not ${asked} (${said}). Use a role that may, or ask whoever owns the account to allow it.`,
      cause,
    )
  if (THROTTLED.test(name))
    return new AwsThrottledError(
      `AWS asked to slow down (${asked}: ${name}), also after several tries. Wait a minute and repeat the command.`,
      cause,
    )
  if (REGION.test(name) || status === 301)
    return new AwsRegionError(`What ${asked} asked for lives in another region (${said}). Set AWS_REGION to it.`, cause)
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return new AwsRegionError(
      `No such AWS endpoint (${asked}: ${said}). Check the spelling of AWS_REGION and the network's name service.`,
      cause,
    )
  if (UNREACHABLE.test(name) || UNREACHABLE.test(code))
    return new AwsUnreachableError(
      `AWS did not answer (${asked}: ${said}). Check the network, proxy and AWS_ENDPOINT_URL.`,
      cause,
    )
  return new AwsCallError(`${asked} failed (${name}: ${said}).`, cause)
}

/** Asks AWS, and tells what goes wrong as one of our errors. */
export async function ask<T>(action: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw explainAwsError(action, error)
  }
}
