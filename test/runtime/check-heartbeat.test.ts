import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, it } from 'vitest'
import { checkHeartbeats } from '../../src/runtime/check-heartbeat.ts'

const cloudwatch = mockClient(CloudWatchClient)
const now = new Date('2026-03-31T06:00:00Z')
const check = (hours: Record<string, number>) =>
  checkHeartbeats({ HOTPASS_ENVIRONMENT: 'prod', HOTPASS_HEARTBEATS: JSON.stringify(hours) }, now)

beforeEach(() => cloudwatch.reset())

describe('the daily check', () => {
  it('finds the last hour in which a run succeeded', async () => {
    cloudwatch.on(GetMetricStatisticsCommand, { MetricName: 'RunsSucceeded' }).resolves({
      Datapoints: [
        { Timestamp: new Date('2026-03-22T03:00:00Z'), Sum: 2 },
        { Timestamp: new Date('2026-03-20T03:00:00Z'), Sum: 1 },
        { Timestamp: new Date('2026-03-25T03:00:00Z'), Sum: 0 },
      ],
    })
    expect(await check({ monthly: 800 })).toEqual([
      { pipeline: 'monthly', withinHours: 800, lastSuccess: '2026-03-22T03:00:00.000Z', overdue: false },
    ])
  })

  it('calls a pipeline overdue when nothing succeeded in its hours', async () => {
    cloudwatch.on(GetMetricStatisticsCommand).resolves({ Datapoints: [] })
    expect(await check({ monthly: 800 })).toEqual([
      { pipeline: 'monthly', withinHours: 800, lastSuccess: null, overdue: true },
    ])
  })

  it('asks for a long time in pieces that CloudWatch answers, without a gap', async () => {
    cloudwatch.on(GetMetricStatisticsCommand).resolves({})
    await check({ yearly: 8784 })
    const asked = cloudwatch.commandCalls(GetMetricStatisticsCommand).map((call) => call.args[0].input)
    for (const { StartTime, EndTime, Period } of asked)
      expect((Number(EndTime) - Number(StartTime)) / 1000 / (Period ?? 1)).toBeLessThanOrEqual(1440)
    for (const [at, { StartTime }] of asked.entries()) if (at > 0) expect(StartTime).toEqual(asked[at - 1]?.EndTime)
    expect(asked.at(-1)?.EndTime).toEqual(now)
  })

  it('fails when CloudWatch refuses: its silence is an alarm', async () => {
    cloudwatch.on(GetMetricStatisticsCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }))
    await expect(check({ monthly: 800 })).rejects.toThrow('cloudwatch:GetMetricStatistics')
  })
})
