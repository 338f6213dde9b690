import type { ReviewPair } from '../resolve/review/index.ts'
import { table } from './table.ts'
import { weightLines } from './weight-bars.ts'

/** How two values of a field stand to each other. */
export type FieldMark = 'same' | 'differs' | 'one side only'

/** A field of both records. */
export interface ComparedField {
  readonly field: string
  readonly left: string | null
  readonly right: string | null
  readonly mark: FieldMark
}

/**
 * The fields that either record has, with what differs. Told by the records themselves: of values that are masked one cannot see whether they do.
 * @param shown the pair as it is shown
 */
export function comparedFields(pair: ReviewPair, shown: ReviewPair): ComparedField[] {
  const fields = [...new Set([...Object.keys(pair.left), ...Object.keys(pair.right)])]
  return fields.flatMap((field): ComparedField[] => {
    const [left, right] = [pair.left[field] || null, pair.right[field] || null]
    if (left === null && right === null) return []
    const mark = left === null || right === null ? 'one side only' : left === right ? 'same' : 'differs'
    return [{ field, left: shown.left[field] || null, right: shown.right[field] || null, mark }]
  })
}

const SIGNS: Readonly<Record<FieldMark, string>> = { same: '=', differs: '≠', 'one side only': '' }

/** Both records as lines, what differs marked, and a bar of weight a comparison. */
export function sideBySide(pair: ReviewPair, shown: ReviewPair, columns: number | undefined): string[] {
  return [
    ...table(
      [
        ['', '', shown.left_record, shown.right_record],
        ...comparedFields(pair, shown).map(({ field, left, right, mark }) => [
          SIGNS[mark],
          field,
          left ?? '',
          right ?? '',
        ]),
      ],
      columns,
    ),
    '',
    ...weightLines(pair, columns),
  ]
}
