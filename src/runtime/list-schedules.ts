import type { DeployedEnvironment } from '../config/deployed-environment.ts'
import { ask } from './aws-errors.ts'

export interface DeployedSchedule {
  readonly name: string
  /** `cron(…)` or `rate(…)`. */
  readonly expression: string
  readonly timeZone: string
  readonly enabled: boolean
  /** How many minutes late it may start; 0 is on time. */
  readonly flexibleMinutes: number
  /** What it starts. */
  readonly target: string
}

/** The schedules of an environment, by name. @throws AwsError */
export async function listSchedules(deployed: DeployedEnvironment): Promise<DeployedSchedule[]> {
  const { GetScheduleCommand, ListSchedulesCommand, SchedulerClient } = await import('@aws-sdk/client-scheduler')
  const client = new SchedulerClient({ maxAttempts: 5 })
  const GroupName = deployed.scheduleGroup
  const names: string[] = []
  let NextToken: string | undefined
  do {
    const page = await ask('scheduler:ListSchedules', () =>
      client.send(new ListSchedulesCommand({ GroupName, NextToken })),
    )
    for (const { Name } of page.Schedules ?? []) if (Name !== undefined) names.push(Name)
    NextToken = page.NextToken
  } while (NextToken)
  const found = await Promise.all(
    names.map((Name) => ask('scheduler:GetSchedule', () => client.send(new GetScheduleCommand({ GroupName, Name })))),
  )
  return found
    .map((one) => ({
      name: one.Name ?? '',
      expression: one.ScheduleExpression ?? '',
      timeZone: one.ScheduleExpressionTimezone ?? 'UTC',
      enabled: one.State !== 'DISABLED',
      flexibleMinutes: one.FlexibleTimeWindow?.MaximumWindowInMinutes ?? 0,
      target: one.Target?.Arn ?? '',
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
