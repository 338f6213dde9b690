import { tableKind } from '../expectation.ts'
import { judgeColumns } from '../judge-history.ts'

/** The columns and their types are those of the version before. */
export const tableColumnsToFollowHistory = tableKind(
  'expect_table_columns_to_follow_history',
  'The columns and their types are those of the version before.',
  {},
  (_parameters) => ({
    columns: [],
    sentence: 'The columns and their types are those of the version before.',

    asks: () => [],
    judge: (context) => judgeColumns(context),
  }),
)
