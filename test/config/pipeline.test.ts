import { describe, expect, it } from 'vitest'
import { pipelineSchema } from '../../src/config/pipeline.ts'
import { scheduleProblem } from '../../src/config/schedule-expression.ts'

describe('a schedule expression', () => {
  it.each([
    'rate(1 hour)',
    'rate(5 minutes)',
    'rate(14 days)',
    'cron(0 3 * * ? *)',
    'cron(0/15 8-17 ? * MON-FRI *)',
    'cron(30 4 L * ? *)',
    'cron(0 4 15W JAN,JUL ? 2026-2030)',
    'cron(0 10 ? * 6L *)',
    'cron(0 10 ? * 2#1 *)',
  ])('%s is one', (expression) => {
    expect(scheduleProblem(expression)).toBeUndefined()
  })

  it.each([
    ['rate(1 hours)', 'it is rate(1 hour)'],
    ['rate(2 hour)', 'it is rate(1 hour) and rate(2 hours)'],
    ['rate(0 days)', '1 or more'],
    ['rate(1 week)', 'must be cron('],
    ['0 3 * * *', 'must be cron('],
    ['cron(0 3 * * *)', 'six fields'],
    ['cron(0 3 * * * *)', 'exactly one of'],
    ['cron(0 3 ? * ? *)', 'exactly one of'],
    ['cron(60 3 * * ? *)', '"60" cannot be minutes'],
    ['cron(0 24 * * ? *)', '"24" cannot be hours'],
    ['cron(0 3 32 * ? *)', '"32" cannot be day-of-month'],
    ['cron(0 3 ? * MOON *)', '"MOON" cannot be day-of-week'],
    ['cron(0 3 ? * 0 *)', '"0" cannot be day-of-week'],
    ['cron(0/0 3 * * ? *)', '"0/0" cannot be minutes'],
    ['cron(0 3 * * ? 1969)', '"1969" cannot be year'],
    ['cron(, 3 * * ? *)', 'cannot be minutes'],
    ['at(2026-01-01T00:00:00)', 'must be cron('],
  ])('%s is none, and the reason is told', (expression, reason) => {
    expect(scheduleProblem(expression)).toContain(reason)
  })
})

describe('a pipeline that starts by itself', () => {
  const least = { id: 'p', description: 'P.', domain: 'aviation' }
  const guardrails = { success_within_hours: 30 }
  const problems = (value: object) =>
    pipelineSchema
      .safeParse({ ...least, ...value })
      .error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`)

  it('is on time, in UTC, nowhere, unless it says otherwise', () => {
    const read = pipelineSchema.parse({ ...least, schedule: { expression: 'rate(1 day)' }, guardrails })
    expect(read.schedule).toEqual({ expression: 'rate(1 day)', time_zone: 'UTC', flexible_minutes: 0 })
    expect(read).toMatchObject({ mode: 'incremental', parameters: {}, enabled: {} })
    expect(read.guardrails).toEqual({ success_within_hours: 30, quarantine_rate: 0.2 })
  })

  it.each([
    [{ schedule: { expression: 'rate(1 day)' } }, 'guardrails.success_within_hours must say'],
    [{ schedule: { expression: 'rate(1 day)', time_zone: 'Africa/Joburg' }, guardrails }, 'IANA time zone'],
    [{ enabled: { prod: true } }, 'enabled starts nothing without schedule or on_arrival'],
    [{ on_arrival: { quiet_minutes: 0 } }, 'on_arrival.quiet_minutes'],
    [{ on_arrival: {}, enabled: { 'Prod!': true } }, 'enabled'],
  ])('%j is told what is wrong', (value, message) => {
    expect(problems(value)?.join('; ')).toContain(message)
  })
})
