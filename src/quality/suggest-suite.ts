import { stringify } from 'yaml'
import type { ColumnProfile, TableProfile } from './profile-columns.ts'

type Suggestion = Record<string, unknown>

/** Values that a closed list may have, and how often each must come on average. */
const CLOSED = { most: 20, rowsEach: 10 } as const

/**
 * A suite that the profiled table passes, with slack for the next delivery: a share of nulls is given half as much again, a range a fifth of
 * its width, a row count half and double. Closed lists only for columns without personal data, since a suite lies in version control.
 */
export function suggestSuite(dataset: string, profile: TableProfile): string {
  const expectations: Suggestion[] = [
    {
      type: 'expect_table_row_count_to_be_between',
      min_value: Math.floor(profile.rows / 2),
      max_value: Math.max(1, profile.rows * 2),
      severity: 'warning',
    },
    ...profile.columns.flatMap((column) => forColumn(column, profile.rows)),
  ]
  const head = `# Suggested by "hotpass profile --suggest" from ${profile.rows} rows. Keep what you mean, and say why with \`because\`.\n`
  return head + stringify({ suite: dataset, dataset, expectations }, { lineWidth: 120 })
}

function forColumn(column: ColumnProfile, rows: number): Suggestion[] {
  const { name, nulls } = column
  const made: Suggestion[] = [{ type: 'expect_column_to_exist', column: name }]
  // What is asked in a run takes a mark for nothing as the text that it is.
  if (rows === 0 || column.marks > 0) return made
  const share = nulls / rows
  if (share === 0) made.push({ type: 'expect_column_values_to_not_be_null', column: name })
  else if (share < 0.9)
    made.push({
      type: 'expect_column_values_to_not_be_null',
      column: name,
      mostly: Math.max(0, Math.floor((1 - Math.min(1, share * 1.5)) * 100) / 100),
      severity: 'warning',
    })
  const present = rows - nulls
  if (present === 0) return made
  if (column.unique && present > 1) made.push({ type: 'expect_column_values_to_be_unique', column: name })
  if (column.type === 'long' || column.type === 'double') made.push(...range(column))
  if (column.type !== 'string') return made
  const closed = column.distinct <= Math.min(CLOSED.most, present / CLOSED.rowsEach)
  const whole = column.top.reduce((sum, one) => sum + one.rows, 0) === present
  if (closed && whole && column.likelyPersonal === null)
    made.push({
      type: 'expect_column_values_to_be_in_set',
      column: name,
      value_set: column.top.map(({ value }) => value).sort(),
      severity: 'warning',
    })
  if (column.reads === 'date' && column.written === null)
    made.push({
      type: 'expect_column_values_to_match_regex',
      column: name,
      regex: '^\\d{4}-\\d{2}-\\d{2}$',
      mostly: 0.98,
      severity: 'warning',
    })
  if (column.length)
    made.push({
      type: 'expect_column_value_lengths_to_be_between',
      column: name,
      min_value: Math.floor(column.length.min / 2),
      max_value: Math.ceil(column.length.max * 1.5),
      severity: 'warning',
    })
  return made
}

function range({ name, min, max, histogram }: ColumnProfile): Suggestion[] {
  if (
    typeof min !== 'number' ||
    typeof max !== 'number' ||
    !Number.isFinite(min) ||
    !Number.isFinite(max) ||
    histogram.length === 0
  )
    return []
  const slack = (max - min) / 5 || Math.abs(max) / 5 || 1
  // What was never negative is not expected to be.
  const low = min >= 0 ? Math.max(0, min - slack) : min - slack
  const whole = Number.isInteger(min) && Number.isInteger(max)
  return [
    {
      type: 'expect_column_values_to_be_between',
      column: name,
      min_value: whole ? Math.floor(low) : low,
      max_value: whole ? Math.ceil(max + slack) : max + slack,
      severity: 'warning',
    },
  ]
}
