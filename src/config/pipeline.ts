import { z } from 'zod'
import { environmentNameSchema } from './deployed-environment.ts'
import { idSchema } from './id-pattern.ts'
import { scheduleExpressionSchema, timeZoneSchema } from './schedule-expression.ts'

const scheduleSchema = z.strictObject({
  /** EventBridge Scheduler's `cron(…)` or `rate(…)`. */
  expression: scheduleExpressionSchema,
  /** IANA name; a cron follows it through daylight saving. */
  time_zone: timeZoneSchema.default('UTC'),
  /** The run may start up to so many minutes late, which spreads load; 0 starts on time. */
  flexible_minutes: z.int().min(0).max(1440).default(0),
})

const arrivalSchema = z.strictObject({
  /** A run starts when no file has arrived for so many minutes: ten files dropped together make one run. */
  quiet_minutes: z.int().min(1).max(60).default(5),
})

const guardrailsSchema = z.strictObject({
  /** Alarm when no run ended well for so many hours. Give more than the longest gap between two scheduled runs. */
  success_within_hours: z.int().min(1).max(8784).optional(),
  /** Alarm when more than this share of a run's rows went to quarantine. */
  quarantine_rate: z.number().min(0).max(1).default(0.2),
  /** Alarm when a run takes longer than so many minutes. */
  run_minutes: z.int().min(1).max(360).optional(),
})

/** What a pipeline says, wherever it is written. */
const options = {
  /** Id of a shipped domain, or a domain's folder. */
  domain: z.string().min(1),
  settings: z.record(z.string(), z.unknown()).default({}),
  schedule: scheduleSchema.optional(),
  on_arrival: arrivalSchema.optional(),
  /** Environment → whether the schedule and arrivals start runs there. One that is not named: no. */
  enabled: z.record(environmentNameSchema, z.boolean()).default({}),
  /** `full` runs every state although nothing changed; finished work is still found by its key. */
  mode: z.enum(['incremental', 'full']).default('incremental'),
  /** Settings of runs that start by themselves, over `settings`. */
  parameters: z.record(z.string(), z.unknown()).default({}),
  guardrails: guardrailsSchema.prefault({}),
}

const description = z.string().trim().min(1)

/** A pipeline in a file of its own. */
export const pipelineSchema = z.strictObject({ id: idSchema, description, ...options }).check(startsWhatItSays)

/** A pipeline under its id in a project's file. */
export const projectPipelineSchema = z
  .strictObject({ description: description.optional(), ...options })
  .check(startsWhatItSays)

function startsWhatItSays({
  value,
  issues,
}: z.core.ParsePayload<Pick<Pipeline, 'enabled' | 'schedule' | 'on_arrival' | 'guardrails'>>): void {
  const wants = (path: string[], message: string) => issues.push({ code: 'custom', input: value, path, message })
  if (Object.values(value.enabled).includes(true) && value.schedule === undefined && value.on_arrival === undefined)
    wants(['enabled'], 'starts nothing without schedule or on_arrival')
  if (value.schedule !== undefined && value.guardrails.success_within_hours === undefined)
    wants(
      ['guardrails', 'success_within_hours'],
      'must say, for a schedule, how many hours without a successful run are too many',
    )
}

/** What a run does (domain, settings), and when runs start by themselves in a deployed environment. */
export interface Pipeline {
  readonly id: string
  readonly description: string
  /** As the file names it: an id, or a folder. */
  readonly domain: string
  /** Where a domain of that name lies beside the file; without it `domain` is a shipped one, or a folder of the working folder. */
  readonly domainFolder?: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly schedule?: z.output<typeof scheduleSchema> | undefined
  readonly on_arrival?: z.output<typeof arrivalSchema> | undefined
  readonly enabled: Readonly<Record<string, boolean>>
  readonly mode: 'incremental' | 'full'
  readonly parameters: Readonly<Record<string, unknown>>
  readonly guardrails: z.output<typeof guardrailsSchema>
}
