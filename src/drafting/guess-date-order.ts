export type DateOrder = 'dmy' | 'mdy' | 'ymd'

export type DateOrderGuess =
  /** No cell says a day in numbers that could be read in two ways. */
  | { readonly order: 'plain' }
  | { readonly order: DateOrder; readonly sure: boolean }
  /** Cells of both orders. */
  | { readonly order: 'mixed' }

const NUMERIC = /^(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})(?:\D|$)/
/** Where the month is written first. */
const MONTH_FIRST = new Set(['US', 'PH', 'FM', 'PW', 'MH'])

/** The order in which a column writes its days: by those that can be read in one way only, else as its country does. */
export function guessDateOrder(cells: readonly string[], country: string): DateOrderGuess {
  let [dayFirst, monthFirst, either] = [0, 0, 0]
  for (const cell of cells) {
    const [, first = '', second = '', third = ''] = NUMERIC.exec(cell.trim()) ?? []
    if (first === '' || first.length > 2 || third.length === 3) continue
    if (Number(first) > 12 && Number(second) <= 12) dayFirst++
    else if (Number(second) > 12 && Number(first) <= 12) monthFirst++
    else either++
  }
  if (dayFirst + monthFirst + either === 0) return { order: 'plain' }
  if (dayFirst > 0 && monthFirst > 0) return { order: 'mixed' }
  if (dayFirst > 0) return { order: 'dmy', sure: true }
  if (monthFirst > 0) return { order: 'mdy', sure: true }
  return { order: MONTH_FIRST.has(country) ? 'mdy' : 'dmy', sure: false }
}
