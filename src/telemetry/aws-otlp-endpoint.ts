const HOST = /^(xray|monitoring)\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/

/**
 * Whom a request to an OTLP endpoint of AWS is signed for (`https://xray.<region>.amazonaws.com/v1/traces`,
 * `https://monitoring.<region>.amazonaws.com/v1/metrics`); undefined when the address is not AWS.
 */
export function awsOtlpEndpoint(address: string): { service: string; region: string } | undefined {
  const [, service, region] = HOST.exec(new URL(address).hostname) ?? []
  return service === undefined || region === undefined ? undefined : { service, region }
}
