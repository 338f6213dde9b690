import { Logger } from '@aws-lambda-powertools/logger'
import type { LogSink } from './log-record.ts'
import type { TelemetrySettings } from './telemetry-settings.ts'

/**
 * Log lines through Powertools Logger: the schema's fields, and those of the function that it adds (cold start and X-Ray trace;
 * name, memory, version and request once `invocation` has told them).
 */
export function lambdaLog(settings: TelemetrySettings, invocation: unknown): LogSink {
  const logger = new Logger({
    serviceName: 'hotpass',
    logLevel: settings.log === 'off' ? 'SILENT' : (settings.log.toUpperCase() as 'DEBUG' | 'INFO' | 'WARN' | 'ERROR'),
  })
  if (isContext(invocation)) logger.addContext(invocation)
  return {
    // Powertools writes time and service itself.
    write: ({ level, message, timestamp: _time, service: _service, ...rest }) => logger[level](message, rest),
  }
}

type Context = Parameters<Logger['addContext']>[0]

const isContext = (value: unknown): value is Context =>
  typeof value === 'object' && value !== null && 'awsRequestId' in value && 'functionName' in value
