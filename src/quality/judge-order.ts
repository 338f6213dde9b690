import type { ColumnTypes } from './dataset-metrics.ts'
import { type AskContext, type Finding, type JudgeContext, judgeRows } from './expectation.ts'
import { personalMisfit } from './members.ts'
import { impersonal, order, withheld } from './metrics/requests.ts'
import { compareScalars, firstSamples, type Sample } from './metrics/state.ts'

export const orderMisfit = (types: ColumnTypes, pii: string, column: string): string | undefined =>
  types.get(column) === 'boolean' ? `${column} holds boolean values, which have no order` : personalMisfit(pii, column)

/** The order of the values that may be kept, and how many others there are. */
export function orderMetrics(
  { types, where }: AskContext,
  column: string,
  direction: 'increasing' | 'decreasing',
  strictly: boolean,
) {
  const type = types.get(column) ?? 'string'
  return {
    sorted: order(column, direction, strictly, impersonal(column, type, where)),
    hidden: withheld(column, type, where),
  }
}

/** What fails inside the shards, and between the end of one and the beginning of the next. A value with personal data in it has no order. */
export function judgeOrder(context: JudgeContext, { sorted, hidden }: ReturnType<typeof orderMetrics>): Finding {
  const { n, failed, samples, segments } = context.state(sorted)
  const unordered = context.state(hidden).counts[0] ?? 0
  const { direction, strictly } = sorted
  const between: Sample[] = []
  for (const [at, segment] of segments.entries()) {
    const before = segments[at - 1]
    if (before === undefined) continue
    const step = compareScalars(segment.first, before.last) * (direction === 'increasing' ? 1 : -1)
    if (step < 0 || (strictly && step === 0))
      between.push({ ...segment.from, shown: String(segment.first).slice(0, 80) })
  }
  return judgeRows(
    context.mostly,
    n + unordered,
    failed + between.length + unordered,
    firstSamples([...samples, ...between]),
  )
}
