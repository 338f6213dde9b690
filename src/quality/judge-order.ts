import type { ColumnTypes } from './dataset-metrics.ts'
import { type Finding, type JudgeContext, judgeRows } from './expectation.ts'
import { personalMisfit } from './members.ts'
import type { Metric } from './metrics/metric.ts'
import { compareScalars, firstSamples, type Sample } from './metrics/state.ts'

export const orderMisfit = (types: ColumnTypes, pii: string, column: string): string | undefined =>
  types.get(column) === 'boolean' ? `${column} holds boolean values, which have no order` : personalMisfit(pii, column)

/** What fails inside the shards, and between the end of one and the beginning of the next. */
export function judgeOrder(context: JudgeContext, metric: Metric & { kind: 'order' }): Finding {
  const { n, failed, samples, segments } = context.state(metric)
  const { direction, strictly } = metric
  const between: Sample[] = []
  for (const [at, segment] of segments.entries()) {
    const before = segments[at - 1]
    if (before === undefined) continue
    const step = compareScalars(segment.first, before.last) * (direction === 'increasing' ? 1 : -1)
    if (step < 0 || (strictly && step === 0))
      between.push({ ...segment.from, shown: String(segment.first).slice(0, 80) })
  }
  return judgeRows(context.mostly, n, failed + between.length, firstSamples([...samples, ...between]))
}
