import { z } from 'zod'
import { sqlName, sqlText } from '../../engine/engine.ts'
import { tableKind } from '../expectation.ts'
import { count } from '../phrases.ts'

const DAY_MS = 86_400_000

/** The latest day of a column of ISO days is not too long before the run's nominal time. Days after it are slips of the pen and prove nothing. */
export const columnMaxToBeRecent = tableKind(
  'expect_column_max_to_be_recent',
  { column: z.string().min(1), max_age_days: z.int().min(0) },
  ({ column, max_age_days: limit }) => ({
    columns: [column],
    sentence: `The latest ${column} is at most ${count(limit)} days old.`,
    misfit: (types) =>
      types.get(column) === 'string' ? undefined : `${column} holds ${types.get(column)} values, and days are ISO text`,
    measure: (_types, nominalTime) => {
      const today = nominalTime.toISOString().slice(0, 10)
      const day = `TRY_CAST(${sqlName(column)} AS DATE)`
      return {
        kind: 'table',
        value: `CAST(max(${day}) FILTER (WHERE ${day} <= DATE ${sqlText(today)}) AS VARCHAR)`,
        judge: (value) => {
          if (value === null)
            return { passed: false, observed: null, finding: `No ${column} holds a day up to ${today}.` }
          const latest = String(value)
          const age = Math.round((Date.parse(today) - Date.parse(latest)) / DAY_MS)
          return {
            passed: age <= limit,
            observed: latest,
            finding: `The latest is ${latest}, ${count(age)} days before ${today}.`,
          }
        },
      }
    },
  }),
)
