import { splitPeople } from '../types/people/split-people.ts'
import type { AssembledValue } from './assemble-columns.ts'
import type { DraftDescription } from './draft.ts'

/** More than these in one cell are a list of another kind. */
const MOST = 3
const BETWEEN = '[;|/&]'
const ONE = '[^;|/&]+'

/** The second or third of the people of a cell: simple enough to be let through as no pattern that may run away. */
const patternOf = (nth: number): string => `${`${BETWEEN}${ONE}`.repeat(nth - 2)}${BETWEEN}\\s*(${ONE})`

const splitBy = (cell: string, nth: number): string | undefined => new RegExp(patternOf(nth), 'u').exec(cell)?.[1]

/** Whether some cells of a column of names hold several people. */
export const holdsSeveral = ({ type, columns, parts }: AssembledValue): boolean =>
  type.id === 'person_name' &&
  parts === null &&
  columns.some(({ column }) => column.sample.some((cell) => splitPeople(cell).length > 1))

/**
 * What a row says of the second and third of the people that a cell names beside an organization: their names, and to whom they belong.
 * Numbers and addresses of the row are the first one's.
 */
export function furtherPeople(person: AssembledValue, people: DraftDescription): DraftDescription[] {
  const name = people.attributes.find((attribute) => attribute.name === 'name')
  const [column] = person.columns
  if (name === undefined || column === undefined || person.columns.length > 1 || !holdsSeveral(person)) return []
  return Array.from({ length: MOST - 1 }, (_, at) => at + 2).flatMap((nth): DraftDescription[] => {
    const cells = column.column.sample.map((cell) => ({
      meant: splitPeople(cell)[nth - 1],
      read: splitBy(cell, nth)?.trim(),
    }))
    // Where signs alone would part one name in two, nobody is added; what they do not part is told by the run.
    if (
      !cells.some(({ read }) => read !== undefined) ||
      cells.some(({ meant, read }) => read !== undefined && read !== meant)
    )
      return []
    const mapping = { ...name.mapping, match: { pattern: patternOf(nth), group: 1 } }
    return [{ ...people, key: null, attributes: [{ ...name, required: false, mapping }] }]
  })
}
