import type { DeployedEnvironment } from '../config/deployed-environment.ts'
import { ask } from './aws-errors.ts'

export interface LogLine {
  /** ISO 8601. */
  readonly time: string
  readonly level: string
  readonly stage: string
  readonly message: string
  /** The whole line, parsed when it is JSON. */
  readonly fields: Readonly<Record<string, unknown>>
}

export interface LogQuery {
  readonly deployed: DeployedEnvironment
  readonly run: string
  readonly stage?: string
  /** Milliseconds since the epoch; narrows what CloudWatch has to search. */
  readonly from: number
  readonly to?: number
}

/**
 * What the functions of an environment logged about a run, oldest first.
 * @throws AwsError
 */
export async function* readRunLogs(query: LogQuery): AsyncIterable<LogLine> {
  const { CloudWatchLogsClient, FilterLogEventsCommand } = await import('@aws-sdk/client-cloudwatch-logs')
  const client = new CloudWatchLogsClient({ maxAttempts: 6 })
  const stage = query.stage === undefined ? '' : ` && $.stage = ${quoted(query.stage)}`
  let nextToken: string | undefined
  do {
    const page = await ask('logs:FilterLogEvents', () =>
      client.send(
        new FilterLogEventsCommand({
          logGroupName: query.deployed.functionLogGroup,
          filterPattern: `{ $.run = ${quoted(query.run)}${stage} }`,
          startTime: query.from,
          ...(query.to === undefined ? {} : { endTime: query.to }),
          nextToken,
        }),
      ),
    )
    for (const { message, timestamp } of page.events ?? []) yield lineOf(message ?? '', timestamp ?? 0)
    nextToken = page.nextToken
  } while (nextToken)
}

/** A string of a filter pattern. Its grammar has no escape, so what could end the string is left out. */
const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, '')}"`

function lineOf(text: string, timestamp: number): LogLine {
  const time = new Date(timestamp).toISOString()
  const fields = parsed(text)
  const said = (name: string): string => (typeof fields[name] === 'string' ? fields[name] : '')
  return { time, level: said('level').toLowerCase(), stage: said('stage'), message: said('message') || text, fields }
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
