import { z } from 'zod'
import { LOG_LEVELS } from './telemetry-settings.ts'

const count = z.number().int().nonnegative()
const duration = z.number().nonnegative().describe('Milliseconds.')
const errorName = z.string().max(200).describe("The error's name.")
const errorMessage = z.string().max(2000).describe('What happened and what to do, personal values masked.')

const common = {
  timestamp: z.iso.datetime().describe('When the line was written, UTC.'),
  level: z.enum(LOG_LEVELS),
  service: z.literal('hotpass'),
  environment: z.string().describe('`HOTPASS_ENVIRONMENT`, or `local`.'),
  message: z.string().max(2000).describe('The event in words, for people.'),
  run: z.string().describe('The run id: the name of the execution.'),
  pipeline: z.string().optional().describe('The id of the pipeline, once the plan stands.'),
  state: z.string().optional().describe('The state of the state machine.'),
  shard: count.optional().describe('The item of a Map state.'),
  trace_id: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional()
    .describe('The trace of the run, when it is traced.'),
  span_id: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional()
    .describe("The state's span, when it is traced."),
}

/** What each kind of log line holds besides the common fields. Numbers and names of our own things; never a cell's content. */
export const LOG_EVENTS = {
  'state.started': z.object({ ...common, event: z.literal('state.started') }).describe('A call of a state began.'),
  'state.finished': z
    .object({
      ...common,
      event: z.literal('state.finished'),
      duration_ms: duration,
      rows_in: count.optional(),
      rows_out: count.optional(),
      rows_quarantined: count.optional(),
      rows_merged: count.optional(),
      bytes_in: count.describe('Fetched from the store.'),
      bytes_out: count.describe('Put into the store.'),
      reused: z.boolean().describe('Finished work was found by its key.'),
    })
    .describe('A call of a state ended well.'),
  'state.failed': z
    .object({
      ...common,
      event: z.literal('state.failed'),
      duration_ms: duration,
      error_name: errorName,
      error_message: errorMessage,
    })
    .describe('A call of a state threw; the state machine may try it again.'),
  'gate.judged': z
    .object({
      ...common,
      event: z.literal('gate.judged'),
      verdict: z.enum(['passed', 'warned', 'blocked']),
      reasons: count,
    })
    .describe('The quality gate has a verdict.'),
  'run.ended': z
    .object({
      ...common,
      event: z.literal('run.ended'),
      ending: z.enum(['published', 'unchanged', 'blocked', 'failed', 'busy', 'cancelled', 'timed_out']),
      duration_ms: duration.optional(),
      error_name: errorName.optional(),
      error_message: errorMessage.optional(),
    })
    .describe('The last state of a run has ended.'),
  'lineage.undelivered': z
    .object({ ...common, event: z.literal('lineage.undelivered'), events: count })
    .describe('The lineage back end did not take these events; they are kept in the store.'),
  'models.undelivered': z
    .object({ ...common, event: z.literal('models.undelivered'), reason: z.string().max(300) })
    .describe('A tracking server was not told of the models that the run trained; they are registered in the store.'),
  'scratch.swept': z
    .object({
      ...common,
      event: z.literal('scratch.swept'),
      files: count.describe('Files that were removed.'),
      bytes: count.describe('Bytes of them.'),
    })
    .describe('A function found what an earlier invocation, killed or out of time, had left on its disk.'),
  'telemetry.undelivered': z
    .object({
      ...common,
      event: z.literal('telemetry.undelivered'),
      signal: z.enum(['traces', 'metrics', 'logs']),
      batches: count,
      reason: z.string().max(300),
    })
    .describe('The telemetry back end did not take these batches; they are lost.'),
} as const

export type LogEvent = keyof typeof LOG_EVENTS
export type LogRecord = { [Event in LogEvent]: z.output<(typeof LOG_EVENTS)[Event]> }[LogEvent]

export const logRecordSchema = z.discriminatedUnion(
  'event',
  Object.values(LOG_EVENTS) as [(typeof LOG_EVENTS)['state.started'], ...(typeof LOG_EVENTS)[LogEvent][]],
)

/** Where log lines go. */
export interface LogSink {
  write(record: LogRecord): void
}
