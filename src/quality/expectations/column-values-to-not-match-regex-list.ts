import { z } from 'zod'
import { rowKind } from '../expectation.ts'
import { matches, patternProbe, patternShape } from '../patterns.ts'
import { list } from '../phrases.ts'
import { valueTest } from '../value-test.ts'

/** No value matches any of some RE2 patterns. */
export const columnValuesToNotMatchRegexList = rowKind(
  'expect_column_values_to_not_match_regex_list',
  'No value matches any of some RE2 patterns.',
  { column: z.string().min(1), regex_list: z.array(patternShape).min(1).max(100) },
  ({ column, regex_list: patterns }) => ({
    columns: [column],
    sentence: `No ${column} matches ${list(patterns, 'or')}.`,

    probes: patterns.map(patternProbe),
    test: (context) => valueTest(context, column, (value) => patterns.map((one) => matches(value, one)).join(' OR ')),
  }),
)
