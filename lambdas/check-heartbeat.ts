import { METRICS } from '../src/config/metric-names.ts'
import { checkHeartbeats, type Heartbeat } from '../src/runtime/check-heartbeat.ts'
import { beginInvocation, flushTelemetry, recordMetrics } from '../src/telemetry/telemetry.ts'

/** Says daily of each pipeline whether a run succeeded in its time; an alarm reads that, and its silence. */
export const handler = async (_event: unknown, invocation?: unknown): Promise<readonly Heartbeat[]> => {
  beginInvocation(invocation)
  try {
    const beats = await checkHeartbeats()
    await recordMetrics(() =>
      beats.map(({ pipeline, overdue }) => ({
        name: 'RunsOverdue',
        unit: METRICS.RunsOverdue.unit,
        value: overdue ? 1 : 0,
        dimensions: { environment: process.env.HOTPASS_ENVIRONMENT ?? '', pipeline },
        metadata: {},
      })),
    )
    return beats
  } finally {
    await flushTelemetry()
  }
}
