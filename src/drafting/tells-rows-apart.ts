import { typeNamed } from './guess-column.ts'
import type { SampledColumn, SampledTable } from './sampled-table.ts'

/** Fewer values than this share of the filled cells are kinds of something. */
const LEAST_DIFFERENT = 0.2
/** Pairs of rows that are looked at. */
const MOST_PAIRS = 1000
/** What rows of one value have in common beside it, at least, and how much more than rows have anyway. */
const LEAST_SHARED = 0.3
const MORE_THAN_ANY = 2
/** A code that nothing but its cells tells. */
const CODED = 0.15

/**
 * Whether codes that come again are those of one thing whose rows come again, as a number of a person in a list with doubles is, and not
 * what other things are of: rows that share one share most of the rest.
 */
export function tellsRowsApart(column: SampledColumn, { columns, rows }: SampledTable, country: string): boolean {
  const { filled, distinct, cells, sample } = column
  if (filled === 0 || distinct < LEAST_DIFFERENT * filled) return false
  if (typeNamed('identifier').recognise({ label: '', sample, country }) < CODED) return false
  if (distinct === filled) return true
  const others = columns.filter((other) => other !== column && other.distinct > 1)
  const last = new Map<string, number>()
  const [sharing, any]: [number[], number[]] = [[], []]
  for (const [row, cell] of cells.entries()) {
    if (cell === null) continue
    const before = last.get(cell)
    last.set(cell, row)
    if (before === undefined) continue
    sharing.push(inCommon(others, before, row))
    any.push(inCommon(others, (before * 7 + 3) % rows, row))
    if (sharing.length === MOST_PAIRS) break
  }
  const mean = (shares: readonly number[]) => shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length)
  return mean(sharing) >= LEAST_SHARED && mean(sharing) >= MORE_THAN_ANY * mean(any)
}

/** The share of the columns that both rows have, in which they say the same. */
function inCommon(columns: readonly SampledColumn[], left: number, right: number): number {
  let [both, same] = [0, 0]
  for (const { cells } of columns) {
    const [one, other] = [cells[left] ?? null, cells[right] ?? null]
    if (one === null || other === null) continue
    both++
    if (one === other) same++
  }
  return both === 0 ? 0 : same / both
}
