import type { ExpectationKind } from './expectation.ts'
import { columnMaxToBeRecent } from './expectations/column-max-to-be-recent.ts'
import { columnValuesToBeBetween } from './expectations/column-values-to-be-between.ts'
import { columnValuesToBeInSet } from './expectations/column-values-to-be-in-set.ts'
import { columnValuesToBeUnique } from './expectations/column-values-to-be-unique.ts'
import { columnValuesToMatchRegex } from './expectations/column-values-to-match-regex.ts'
import { columnValuesToNotBeNull } from './expectations/column-values-to-not-be-null.ts'
import { compoundColumnsToBeUnique } from './expectations/compound-columns-to-be-unique.ts'
import { tableRowCountToBeBetween } from './expectations/table-row-count-to-be-between.ts'

/** Every expectation a suite may name. */
export const expectationKinds: ReadonlyMap<string, ExpectationKind> = new Map(
  [
    columnMaxToBeRecent,
    columnValuesToBeBetween,
    columnValuesToBeInSet,
    columnValuesToBeUnique,
    columnValuesToMatchRegex,
    columnValuesToNotBeNull,
    compoundColumnsToBeUnique,
    tableRowCountToBeBetween,
  ].map((kind) => [kind.type, kind]),
)
