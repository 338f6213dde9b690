import { describe, expect, test } from 'vitest'
import { importSuite, parseSuite } from '../../src/quality/index.ts'

/** As Great Expectations 1.24 writes a suite to disk. */
const modern = {
  name: 'people',
  meta: { great_expectations_version: '1.24.1' },
  expectations: [
    { type: 'expect_column_values_to_not_be_null', kwargs: { column: 'id' }, meta: {}, severity: 'critical' },
    {
      type: 'expect_column_values_to_be_between',
      kwargs: {
        column: 'score',
        min_value: 0,
        max_value: 1,
        mostly: 0.9,
        condition_parser: 'pandas',
        row_condition: { type: 'pass_through', pass_through_filter: 'kind=="a"' },
      },
      notes: 'hello',
      severity: 'warning',
    },
    {
      type: 'expect_column_values_to_be_in_set',
      kwargs: {
        column: 'kind',
        value_set: ['a'],
        row_condition: { type: 'comparison', column: { name: 'score' }, operator: '>', parameter: 0.5 },
      },
    },
    { type: 'expect_column_values_to_match_regex', kwargs: { column: 'code', regex: '[A-Z]+' } },
    { type: 'expect_column_values_to_not_be_null', kwargs: { column: 'id' } },
    { type: 'expect_column_values_to_be_outside_the_box', kwargs: {} },
    {
      type: 'expect_column_values_to_be_in_set',
      kwargs: { column: 'x', value_set: ['a'], row_condition: { type: 'sql', text: '1=1' } },
    },
  ],
}

test('a suite of today comes over with its conditions, severities and notes, and what did not is told', () => {
  const { text, imported, notes } = importSuite(JSON.stringify(modern), 'people.json', 'contacts')
  const suite = parseSuite(text, 'contacts.yaml')
  expect(suite.dataset).toBe('contacts')
  expect(imported).toBe(5)
  expect(new Set(suite.expectations.map(({ id }) => id)).size).toBe(5)
  expect(suite.expectations[1]).toMatchObject({
    severity: 'warning',
    because: 'hello',
    mostly: 0.9,
    rowCondition: { columns: ['kind'] },
  })
  expect(suite.expectations[2]?.rowCondition?.sql).toBe('coalesce("score" > 0.5, false)')
  expect(suite.expectations[3]?.sentence).toContain('matches [A-Z]+')
  expect(notes.join('\n')).toMatch(/6\. .*no such expectation/)
  expect(notes.join('\n')).toMatch(/7\. .*row condition cannot be asked here: its shape is not known/)
})

test('a suite of before 1.0 comes over too', () => {
  const old = {
    expectation_suite_name: 'orders.warning',
    expectations: [
      {
        expectation_type: 'expect_table_row_count_to_be_between',
        kwargs: { min_value: 1, max_value: null },
        meta: { notes: { format: 'markdown', content: ['One', 'two'] } },
      },
      {
        expectation_type: 'expect_column_pair_values_A_to_be_greater_than_B',
        kwargs: { column_A: 'a', column_B: 'b', or_equal: true },
      },
    ],
  }
  const suite = parseSuite(importSuite(JSON.stringify(old), 'orders.json').text, 'orders.yaml')
  expect(suite.expectations.map(({ type, because }) => [type, because])).toEqual([
    ['expect_table_row_count_to_be_between', 'One two'],
    ['expect_column_pair_values_a_to_be_greater_than_b', null],
  ])
})

describe('what is no suite', () => {
  test.each([
    ['not json', /not JSON/],
    ['[]', /no list of expectations/],
    ['{"expectations": 5}', /no list of expectations/],
  ])('%s', (text, message) => {
    expect(() => importSuite(text, 'x.json')).toThrow(message)
  })
})
