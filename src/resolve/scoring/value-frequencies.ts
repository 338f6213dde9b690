import type { PreparedRecords } from '../records/prepare-records.ts'
import type { ListColumn, TextColumn } from '../records/record-columns.ts'

/** How often each value of a column stands, and of how many. */
interface Counts {
  readonly counts: Int32Array
  readonly total: number
}

/** The share of others that have a value which the two rows of a pair have; NaN where they have none. */
export type ValueFrequencies = (operand: string) => ((a: number, b: number) => number) | undefined

/** Counted in rows, as Splink does. */
export const rowFrequencies = (records: PreparedRecords): ValueFrequencies => frequencies(records, undefined)

/**
 * Counted in entities, without the one that a pair might be: a value that many rows of one entity repeat is not common, and one that no
 * second entity has has never been shared by chance.
 * @param entityOf a number a row, equal for rows that are surely one entity
 */
export const entityFrequencies = (records: PreparedRecords, entityOf: Int32Array): ValueFrequencies =>
  frequencies(records, entityOf)

function frequencies({ columns, rows }: PreparedRecords, entityOf: Int32Array | undefined): ValueFrequencies {
  const known = new Map<string, (a: number, b: number) => number>()
  const less = entityOf === undefined ? 0 : 1
  return (operand) => {
    const made = known.get(operand)
    if (made !== undefined) return made
    const text = columns.texts.get(operand)
    const list = columns.lists.get(operand)
    const found =
      text !== undefined
        ? ofTexts(
            text,
            entityOf === undefined
              ? { counts: text.counts, total: text.present }
              : ofEntities(textCodes(text), text.domain.size, rows, entityOf),
            less,
          )
        : list !== undefined
          ? ofLists(list, ofEntities(listCodes(list), list.domain.size, rows, entityOf), less)
          : undefined
    if (found !== undefined) known.set(operand, found)
    return found
  }
}

function ofTexts({ codes }: TextColumn, { counts, total }: Counts, less: number): (a: number, b: number) => number {
  const share = (row: number): number => {
    const code = codes[row] as number
    return code < 0 ? Number.NaN : ((counts[code] as number) - less) / total
  }
  return (a, b) => {
    const [left, right] = [share(a), share(b)]
    return Number.isNaN(left) ? right : left >= right || Number.isNaN(right) ? left : right
  }
}

/** Of the elements that both lists have, the rarest tells most. */
function ofLists(list: ListColumn, { counts, total }: Counts, less: number): (a: number, b: number) => number {
  const { codes, starts } = list
  return (a, b) => {
    let i = starts[a] as number
    let j = starts[b] as number
    const [iEnd, jEnd] = [starts[a + 1] as number, starts[b + 1] as number]
    let least = -1
    while (i < iEnd && j < jEnd) {
      const difference = (codes[i] as number) - (codes[j] as number)
      if (difference === 0) {
        const count = counts[codes[i] as number] as number
        if (least < 0 || count < least) least = count
      }
      if (difference <= 0) i++
      if (difference >= 0) j++
    }
    return least < 0 ? Number.NaN : (least - less) / total
  }
}

type CodesOfRow = (row: number, each: (code: number) => void) => void

const textCodes =
  ({ codes }: TextColumn): CodesOfRow =>
  (row, each) => {
    const code = codes[row] as number
    if (code >= 0) each(code)
  }

const listCodes =
  ({ codes, starts }: ListColumn): CodesOfRow =>
  (row, each) => {
    for (let at = starts[row] as number; at < (starts[row + 1] as number); at++) each(codes[at] as number)
  }

/** Each value once an entity; without entities, once a row. */
function ofEntities(codesOf: CodesOfRow, size: number, rows: number, entityOf: Int32Array | undefined): Counts {
  const counts = new Int32Array(size)
  const present = new Set<number>()
  const order = Int32Array.from({ length: rows }, (_, row) => row)
  if (entityOf !== undefined) order.sort((x, y) => (entityOf[x] as number) - (entityOf[y] as number) || x - y)
  const lastFor = new Int32Array(size).fill(-1)
  for (const row of order) {
    const entity = entityOf === undefined ? row : (entityOf[row] as number)
    codesOf(row, (code) => {
      present.add(entity)
      if (lastFor[code] === entity) return
      lastFor[code] = entity
      counts[code] = (counts[code] as number) + 1
    })
  }
  return { counts, total: Math.max(present.size, 1) }
}
