import { z } from 'zod'
import { sqlName } from '../../engine/sql.ts'
import { rowKind } from '../expectation.ts'
import { matches, patternProbe, patternShape } from '../patterns.ts'
import { list } from '../phrases.ts'

/** No value matches any of some RE2 patterns. */
export const columnValuesToNotMatchRegexList = rowKind(
  'expect_column_values_to_not_match_regex_list',
  'No value matches any of some RE2 patterns.',
  { column: z.string().min(1), regex_list: z.array(patternShape).min(1).max(100) },
  ({ column, regex_list: patterns }) => ({
    columns: [column],
    sentence: `No ${column} matches ${list(patterns, 'or')}.`,

    probes: patterns.map(patternProbe),
    test: () => ({
      applies: `${sqlName(column)} IS NOT NULL`,
      fails: patterns.map((one) => matches(column, one)).join(' OR '),
      shown: [sqlName(column)],
    }),
  }),
)
