import { z } from 'zod'
import type { ColumnType } from '../../engine/column-types.ts'
import { sqlName, sqlText } from '../../engine/sql.ts'
import { type AskContext, aggregateKind, conjunction, whole } from '../expectation.ts'
import { count } from '../phrases.ts'

const DAYS: ReadonlySet<ColumnType> = new Set(['string', 'date', 'timestamptz'])
const DAY_MS = 86_400_000
const dayOf = (time: Date): string => time.toISOString().slice(0, 10)

function latest(column: string, { where, nominalTime }: AskContext) {
  const day = `TRY_CAST(${sqlName(column)} AS DATE)`
  const past = `coalesce(${day} <= DATE ${sqlText(dayOf(nominalTime))}, false)`
  return { kind: 'extremes', value: day, numeric: false, where: conjunction(where, past) } as const
}

/** The latest day of a column of days (dates, times or ISO text) is not too long before the run’s nominal time. Days after it are slips of the pen and prove nothing. */
export const columnMaxToBeRecent = aggregateKind(
  'expect_column_max_to_be_recent',
  'The latest day of a column of days (dates, times or ISO text) is not too long before the run’s nominal time. Days after it are slips of the pen and prove nothing.',
  { column: z.string().min(1), max_age_days: z.int().min(0) },
  ({ column, max_age_days: limit }) => ({
    columns: [column],
    sentence: `The latest ${column} is at most ${count(limit)} days old.`,
    misfit: ({ types }) =>
      DAYS.has(types.get(column) ?? 'string')
        ? undefined
        : `${column} holds ${types.get(column)} values, and neither days nor ISO text`,
    asks: (context) => [{ metric: latest(column, context) }],
    judge: (context) => {
      const today = dayOf(context.nominalTime)
      const { max, n } = context.state(latest(column, context))
      if (max === null) return whole('failed', `No ${column} holds a day up to ${today}.`, null)
      const age = Math.round((Date.parse(today) - Date.parse(max)) / DAY_MS)
      return whole(age <= limit, `The latest is ${max}, ${count(age)} days before ${today}.`, max, { checked: n })
    },
  }),
)
