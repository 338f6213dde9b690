import type { Attribute, Entity } from '../../domain/index.ts'

/**
 * `_cells` of a refined row says how many cells gave each of its values: null where it was one cell each, as it mostly is. Otherwise a
 * letter an attribute of the entity (`cellsOrder`), `0` for none, and behind a blank each two words a list attribute: a letter a value
 * for the giver of it, and a letter a giver for its cells (`valueCells`); both empty where one cell gave all.
 */
export const CELLS = '_cells'

/** By name, so that a row's text is the same in whatever order the domain is written. */
export const cellsOrder = ({ attributes }: Entity): readonly Attribute[] =>
  attributes.toSorted((a, b) => (a.name < b.name ? -1 : 1))

/** Letters count from here: counts without an end stay letters, and none is a blank. */
export const ZERO = 48

/** A value that no cell gave: a constant. */
export const NO_CELL = -1

const LETTERS: readonly string[] = Array.from({ length: 16 }, (_, count) => String.fromCodePoint(ZERO + count))
const letter = (count: number): string => LETTERS[count] ?? String.fromCodePoint(ZERO + count)

/** @param ways the giver of each value, one at the least @returns null where one cell gave all values */
export function valueCells(
  ways: readonly number[],
  groupOf: readonly number[],
  weights: readonly (number | undefined)[],
): string | null {
  const first = groupOf[ways[0] as number] as number
  if (first !== NO_CELL && weights[first] === 1 && ways.every((way) => groupOf[way] === first)) return null
  const givers = ways.map((way) => groupOf[way] as number)
  const cells = Array.from({ length: weights.length }, (_, at) => letter(weights[at] ?? 0))
  return `${givers.map(letter).join('')} ${cells.join('')}`
}

/** Of a list that no cell of its own gave: what other texts say besides, and what stands for several. */
export const noCells = (value: unknown): string | null =>
  Array.isArray(value) ? `${letter(NO_CELL).repeat(value.length)} ` : null

/** @param given of each attribute of the entity, how many cells gave its value @param lists of each list attribute (`valueCells`) */
export const cellsText = (given: readonly number[], lists: readonly (string | null)[]): string =>
  `${given.map(letter).join('')}${lists.map((one) => ` ${one ?? ' '}`).join('')}`

/** SQL of how many cells gave the value of an attribute of a row; the value is there. @param row alias of the row */
export function givenSql(row: string, entity: Entity, name: string): string {
  const at = cellsOrder(entity).findIndex((one) => one.name === name)
  return `CASE WHEN ${row}.${CELLS} IS NULL THEN 1 ELSE unicode(substring(${row}.${CELLS}, ${at + 1}, 1)) - ${ZERO} END`
}

/** SQL of the two words of a list attribute; empty or null where one cell gave all. */
export function listWordsSql(entity: Entity, name: string): { readonly givers: string; readonly weights: string } {
  const at = cellsOrder(entity)
    .filter(({ isList }) => isList)
    .findIndex((one) => one.name === name)
  return { givers: `split_part(${CELLS}, ' ', ${2 + 2 * at})`, weights: `split_part(${CELLS}, ' ', ${3 + 2 * at})` }
}
