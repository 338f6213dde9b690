import { z } from 'zod'
import { sqlName } from '../../engine/sql.ts'
import { rowKind } from '../expectation.ts'
import { ignoreRowIf, lookedAt } from '../ignore-row-if.ts'
import { list } from '../phrases.ts'

const pairs = (names: readonly string[]) => names.flatMap((x, at) => names.slice(at + 1).map((y) => [x, y] as const))

/** Within a row, no two of some columns hold the same value. Empty cells are left out; with `ignore_row_if` two of them are the same value, in the rows that it does not leave out. */
export const selectColumnValuesToBeUniqueWithinRecord = rowKind(
  'expect_select_column_values_to_be_unique_within_record',
  'Within a row, no two of some columns hold the same value. Empty cells are left out; with `ignore_row_if` two of them are the same value, in the rows that it does not leave out.',
  { column_list: z.array(z.string().min(1)).min(2).max(50), ignore_row_if: ignoreRowIf.unwrap().optional() },
  ({ column_list: columns, ignore_row_if }) => ({
    columns: columns,
    sentence: `No row has one value twice among ${list(columns)}.`,

    test: () => ({
      applies: ignore_row_if === undefined ? 'true' : lookedAt(columns, ignore_row_if),
      fails: pairs(columns)
        .map(([x, y]) => {
          const [left, right] = [`CAST(${sqlName(x)} AS VARCHAR)`, `CAST(${sqlName(y)} AS VARCHAR)`]
          return ignore_row_if === undefined
            ? `coalesce(${left} = ${right}, false)`
            : `${left} IS NOT DISTINCT FROM ${right}`
        })
        .join(' OR '),
      shown: columns.map(sqlName),
    }),
  }),
)
