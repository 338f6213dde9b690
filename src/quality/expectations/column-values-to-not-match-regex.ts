import { z } from 'zod'
import { rowKind } from '../expectation.ts'
import { matches, patternProbe, patternShape } from '../patterns.ts'
import { valueTest } from '../value-test.ts'

/** No value holds a match of an RE2 pattern. */
export const columnValuesToNotMatchRegex = rowKind(
  'expect_column_values_to_not_match_regex',
  'No value holds a match of an RE2 pattern.',
  { column: z.string().min(1), regex: patternShape },
  ({ column, regex }) => ({
    columns: [column],
    sentence: `No ${column} matches ${regex}.`,

    probes: [patternProbe(regex)],
    test: (context) => valueTest(context, column, (value) => matches(value, regex)),
  }),
)
