import type { AttributeValue, SeveralNamed } from './attribute-reader.ts'
import type { AsideValue, ValueIssue } from './reading-notes.ts'

/** What a row says of one thing, before it is known whether that makes a record. */
export interface Draft {
  readonly values: Map<string, AttributeValue>
  readonly issues: readonly ValueIssue[]
  readonly setAside: AsideValue[]
  /** How many values cells gave of each attribute that is read, in the order of the description. */
  readonly said: number[]
  /** Whether a cell of the row gave a value: what is the same for every row, or follows from others, says that nothing is there. */
  readonly isSaid: boolean
  /** What one of its cells names besides what is drafted here: each a record of its own. Null where that is nothing. */
  readonly several: SeveralNamed | null
}

/** Whether there is no value at all. */
export const isBlank = ({ values }: Draft): boolean => {
  for (const value of values.values()) if (value !== null) return false
  return true
}
