import { randomUUID } from 'node:crypto'
import { detectResources, envDetector, type Resource, resourceFromAttributes } from '@opentelemetry/resources'
import type { TelemetrySettings } from './telemetry-settings.ts'

let instance: string | undefined

/** Who sends: service, environment and, in AWS, the function; `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` have the last word. */
export function otlpResource(settings: TelemetrySettings): Resource {
  const { env } = process
  instance ??= randomUUID()
  const own = resourceFromAttributes({
    'service.name': 'hotpass',
    'service.instance.id': instance,
    'deployment.environment.name': settings.environment,
    ...(settings.lambda
      ? {
          'cloud.provider': 'aws',
          'cloud.platform': 'aws_lambda',
          'cloud.region': env.AWS_REGION,
          'faas.name': env.AWS_LAMBDA_FUNCTION_NAME,
          'faas.version': env.AWS_LAMBDA_FUNCTION_VERSION,
          'faas.instance': env.AWS_LAMBDA_LOG_STREAM_NAME,
        }
      : {}),
  })
  return own.merge(detectResources({ detectors: [envDetector] }))
}
