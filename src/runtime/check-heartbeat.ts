import { z } from 'zod'
import { METRIC_NAMESPACE, type MetricName } from '../config/metric-names.ts'
import { explainAwsError } from './aws-errors.ts'

const settingsSchema = z.object({
  HOTPASS_ENVIRONMENT: z.string().min(1),
  /** Pipeline → hours within which a run must have succeeded. */
  HOTPASS_HEARTBEATS: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.record(z.string(), z.number().positive())),
})

/** A pipeline's heartbeat: whether a run succeeded within its hours, and the hour of the last one that did. */
export interface Heartbeat {
  readonly pipeline: string
  readonly withinHours: number
  readonly lastSuccess: string | null
  readonly overdue: boolean
}

/**
 * Asks CloudWatch for each pipeline's last success. An alarm can look back seven days at most; metrics by the hour are kept for
 * fifteen months.
 * @throws AwsError
 */
export async function checkHeartbeats(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  now: Date = new Date(),
): Promise<Heartbeat[]> {
  const settings = settingsSchema.parse(environment)
  const { CloudWatchClient, GetMetricStatisticsCommand } = await import('@aws-sdk/client-cloudwatch')
  const client = new CloudWatchClient({ maxAttempts: 6 })
  const beats: Heartbeat[] = []
  for (const [pipeline, withinHours] of Object.entries(settings.HOTPASS_HEARTBEATS)) {
    const times: number[] = []
    // One answer holds at most 1,440 points, so a long period is asked for in pieces of 50 days.
    for (let from = now.getTime() - withinHours * HOUR; from < now.getTime(); from += 1200 * HOUR) {
      const answer = await client
        .send(
          new GetMetricStatisticsCommand({
            Namespace: METRIC_NAMESPACE,
            MetricName: SUCCESS,
            Dimensions: [
              { Name: 'environment', Value: settings.HOTPASS_ENVIRONMENT },
              { Name: 'pipeline', Value: pipeline },
            ],
            StartTime: new Date(from),
            EndTime: new Date(Math.min(from + 1200 * HOUR, now.getTime())),
            Period: 3600,
            Statistics: ['Sum'],
          }),
        )
        .catch((error: unknown) => {
          throw explainAwsError('cloudwatch:GetMetricStatistics', error)
        })
      for (const { Sum, Timestamp } of answer.Datapoints ?? [])
        if ((Sum ?? 0) > 0 && Timestamp !== undefined) times.push(Timestamp.getTime())
    }
    const last = times.length === 0 ? null : new Date(Math.max(...times)).toISOString()
    beats.push({ pipeline, withinHours, lastSuccess: last, overdue: last === null })
  }
  return beats
}

const SUCCESS: MetricName = 'RunsSucceeded'

const HOUR = 3_600_000
