import { z } from 'zod'
import { rowKind } from '../expectation.ts'
import { matches, patternProbe, patternShape } from '../patterns.ts'
import { list } from '../phrases.ts'
import { valueTest } from '../value-test.ts'

/** Every value that is there matches one, or all, of some RE2 patterns. */
export const columnValuesToMatchRegexList = rowKind(
  'expect_column_values_to_match_regex_list',
  'Every value that is there matches one, or all, of some RE2 patterns.',
  {
    column: z.string().min(1),
    regex_list: z.array(patternShape).min(1).max(100),
    match_on: z.enum(['any', 'all']).default('any'),
  },
  ({ column, regex_list: patterns, match_on }) => ({
    columns: [column],
    sentence: `Every ${column} matches ${match_on === 'any' ? 'one' : 'all'} of ${list(patterns)}.`,

    probes: patterns.map(patternProbe),
    test: (context) =>
      valueTest(
        context,
        column,
        (value) => `NOT (${patterns.map((one) => matches(value, one)).join(match_on === 'any' ? ' OR ' : ' AND ')})`,
      ),
  }),
)
