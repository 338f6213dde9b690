import { type ColumnGuess, guessColumn, type ReadingContext } from './guess-column.ts'
import { type DecimalSign, guessDecimal } from './guess-decimal.ts'
import type { SampledColumn } from './sampled-table.ts'

/** What the columns of one table hold: a column that does not tell its decimal sign has that of those that do. */
export function guessColumns(columns: readonly SampledColumn[], reading: ReadingContext): ColumnGuess[] {
  const guesses = columns.map((column) => guessColumn(column, reading))
  const decimalBeside = signOf(guesses)
  if (decimalBeside === null) return guesses
  return guesses.map((guess) =>
    guess.decimal?.sure === false ? guessColumn(guess.column, { ...reading, decimalBeside }) : guess,
  )
}

/** One coordinate a cell, with more decimals than any sign groups. */
const COORDINATE = /^-?\d{1,3}[.,]\d{4,}$/

/** The sign of the columns that are sure of theirs; null where none is, or two differ. */
function signOf(guesses: readonly ColumnGuess[]): DecimalSign | null {
  const signs = new Set<DecimalSign>()
  for (const { type, decimal, column } of guesses) {
    if (decimal?.sure === true) signs.add(decimal.decimal)
    if (type.id !== 'coordinates' || !column.sample.every((cell) => COORDINATE.test(cell.trim()))) continue
    const told = guessDecimal(column.sample, '')
    if (told.decimal !== 'plain' && told.sure) signs.add(told.decimal)
  }
  const [sign, another] = signs
  return sign === undefined || another !== undefined ? null : sign
}
