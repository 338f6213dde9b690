import { labelKey } from '../text/label-similarity.ts'
import type { LabelledColumn } from './recogniser.ts'

/** What is left of a column's content where its label says that it is of another kind. */
const STILL = 0.3

/**
 * A recogniser that doubts its cells under labels of another kind: the digits of `Customer ID` are no number, and the
 * days of `Date of birth` no other date.
 * @param labels of another kind: a label that is one, ends with one, or is one with a number behind
 * @param unless labels that end alike and are of this kind all the same: a `Country name` is no other name
 */
export function notCalled(
  labels: readonly string[],
  recognise: (column: LabelledColumn) => number,
  unless: readonly string[] = [],
) {
  const others = labels.map(labelKey)
  const own = new Set(unless.map(labelKey))
  return (column: LabelledColumn): number => {
    const key = labelKey(column.label).replace(/ \d+$/, '')
    const other = !own.has(key) && others.some((one) => key === one || key.endsWith(` ${one}`))
    return recognise(column) * (other ? STILL : 1)
  }
}
