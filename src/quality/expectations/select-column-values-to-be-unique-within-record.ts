import { z } from 'zod'
import { sqlName } from '../../engine/sql.ts'
import { rowKind } from '../expectation.ts'
import { list } from '../phrases.ts'

const pairs = (names: readonly string[]) => names.flatMap((x, at) => names.slice(at + 1).map((y) => [x, y] as const))

/** Within a row, no two of some columns hold the same value; empty cells are left out. */
export const selectColumnValuesToBeUniqueWithinRecord = rowKind(
  'expect_select_column_values_to_be_unique_within_record',
  'Within a row, no two of some columns hold the same value; empty cells are left out.',
  { column_list: z.array(z.string().min(1)).min(2).max(50) },
  ({ column_list: columns }) => ({
    columns: columns,
    sentence: `No row has one value twice among ${list(columns)}.`,

    test: () => ({
      applies: 'true',
      fails: pairs(columns)
        .map(([x, y]) => `coalesce(CAST(${sqlName(x)} AS VARCHAR) = CAST(${sqlName(y)} AS VARCHAR), false)`)
        .join(' OR '),
      shown: columns.map(sqlName),
    }),
  }),
)
