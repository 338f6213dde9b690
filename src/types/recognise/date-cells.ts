import { z } from 'zod'
import { normaliseDate } from '../normalise/date.ts'

/** What an attribute of days may say. */
export const DATE_OPTIONS = z.strictObject({
  order: z
    .enum(['dmy', 'mdy', 'ymd'])
    .optional()
    .describe(
      'The order in which the column writes numeric dates; without it, what can be read as two days is refused.',
    ),
})

const NUMBER = /^[\d.,\s]+$/
const DOTTED = /^\d{1,2}\.\d{1,2}\.\d{2,4}$|^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])$|^\d{4}\.\d{1,2}\.\d{1,2}$/
const DATE_CODES: ReadonlySet<string> = new Set(['ambiguous_date', 'two_digit_year'])

/** Whether a cell is written as a day: a bare number is none, although a spreadsheet may keep days as numbers. */
export function looksLikeDate(cell: string): boolean {
  const text = cell.trim()
  if (NUMBER.test(text) && !DOTTED.test(text)) return false
  const { value, issues } = normaliseDate(text, { country: '' })
  return value !== null || issues.some(({ code }) => DATE_CODES.has(code))
}
