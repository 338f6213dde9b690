import { sqlName } from '../engine/sql.ts'
import type { AskContext, RowTest } from './expectation.ts'

/**
 * The test of one column's values. Of a list each element is a value: a row fails when one of its elements does, and the first of these is
 * what an example shows.
 * @param fails SQL over a value, given as SQL; true where it is wrong
 */
export function valueTest({ types }: AskContext, column: string, fails: (value: string) => string): RowTest {
  const name = sqlName(column)
  const applies = `${name} IS NOT NULL`
  if (types.get(column) !== 'list<string>') return { applies, fails: fails(name), shown: [name] }
  const failing = `list_filter(${name}, lambda element: ${fails('element')})`
  return { applies, fails: `len(${failing}) > 0`, shown: [`(${failing})[1]`] }
}
