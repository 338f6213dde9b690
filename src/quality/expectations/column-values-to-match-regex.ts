import { z } from 'zod'
import { rowKind } from '../expectation.ts'
import { matches, patternProbe, patternShape } from '../patterns.ts'
import { valueTest } from '../value-test.ts'

/** Every value that is there holds a match of an RE2 pattern (linear time; write `^` and `$` for the whole value). */
export const columnValuesToMatchRegex = rowKind(
  'expect_column_values_to_match_regex',
  'Every value that is there holds a match of an RE2 pattern (linear time; write `^` and `$` for the whole value).',
  { column: z.string().min(1), regex: patternShape },
  ({ column, regex }) => ({
    columns: [column],
    sentence: `Every ${column} matches ${regex}.`,

    probes: [patternProbe(regex)],
    test: (context) => valueTest(context, column, (value) => `NOT ${matches(value, regex)}`),
  }),
)
