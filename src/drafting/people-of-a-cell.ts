import { splitPeople } from '../types/people/split-people.ts'
import type { AssembledValue } from './assemble-columns.ts'

/** Whether some cells of a column of names hold several people. */
export const holdsSeveral = ({ type, columns, parts }: AssembledValue): boolean =>
  type.id === 'person_name' &&
  parts === null &&
  columns.some(({ column }) => column.sample.some((cell) => splitPeople(cell).length > 1))
