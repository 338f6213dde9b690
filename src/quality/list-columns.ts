import type { ColumnTypes } from './dataset-metrics.ts'

/** Asked of each element: a row fails when one of its elements does. */
const OF_ELEMENTS = [
  'column_value_lengths_to_be_between',
  'column_value_lengths_to_equal',
  'column_values_to_be_in_set',
  'column_values_to_be_json_parseable',
  'column_values_to_match_like_pattern',
  'column_values_to_match_regex',
  'column_values_to_match_regex_list',
  'column_values_to_match_strftime_format',
  'column_values_to_not_be_in_set',
  'column_values_to_not_match_regex',
  'column_values_to_not_match_regex_list',
]

/** Asked of the list as one value, or of whether there is one. */
const OF_LISTS = [
  'column_distinct_count_to_follow_history',
  'column_null_rate_to_follow_history',
  'column_proportion_of_non_null_values_to_be_between',
  'column_proportion_of_unique_values_to_be_between',
  'column_to_exist',
  'column_unique_value_count_to_be_between',
  'column_values_to_be_in_type_list',
  'column_values_to_be_null',
  'column_values_to_be_of_type',
  'column_values_to_be_unique',
  'column_values_to_not_be_null',
  'compound_columns_to_be_unique',
  'row_to_keep_contract_rule',
]

const TAKES_LISTS: ReadonlySet<string> = new Set([...OF_ELEMENTS, ...OF_LISTS].map((name) => `expect_${name}`))

/** Why an expectation means nothing for a column of lists, or undefined. */
export function listMisfit(type: string, columns: readonly string[], types: ColumnTypes): string | undefined {
  if (TAKES_LISTS.has(type)) return undefined
  const list = columns.find((column) => types.get(column) === 'list<string>')
  return list === undefined
    ? undefined
    : `${list} holds lists, which have no order, no size and no distribution of values: ${type} cannot be asked of them`
}
