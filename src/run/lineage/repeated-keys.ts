import { type ColumnSource, influences, masked, transformed } from './column-source.ts'

type Of = (how: ColumnSource['how'], ...columns: string[]) => ColumnSource[]

const APART = masked(transformed('what tells rows of one key apart'))

/** What tells rows of one key apart: a key that another row has under another name is another record's. */
export const toldApart = (own: Of, column: '_record_key' | '_record_id'): ColumnSource[] => {
  const [part, condition] = column === '_record_key' ? ['_name_key', '_row_hash'] : ['_row_hash', '_name_key']
  return [
    ...own(APART, part as string),
    ...own(influences('CONDITIONAL', 'whose keys are told apart'), condition as string, '_role', '_is_unique'),
  ]
}

/** Which row of a key is the first, and so the record. */
export const firstOfKey = (own: Of): ColumnSource[] =>
  own(
    influences('FILTER', 'the first row of each key'),
    ...['_record_key', '_file', '_sheet', '_row', '_part', '_name_key', '_row_hash', '_role', '_is_unique'],
  )
