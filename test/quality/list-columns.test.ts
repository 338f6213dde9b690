import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ColumnDefinition } from '../../src/engine/engine.ts'
import { SuiteError } from '../../src/quality/errors.ts'
import { expectationKinds } from '../../src/quality/expectation-kinds.ts'
import { type DatasetShape, type ExpectationResult, evaluateSuite, parseSuite } from '../../src/quality/index.ts'
import { type Bench, openBench, tableOf } from './table.ts'

const COLUMNS: readonly ColumnDefinition[] = [
  { name: 'key', type: 'long' },
  { name: 'emails', type: 'list<string>' },
  { name: 'tags', type: 'list<string>' },
  { name: 'day', type: 'date' },
  { name: 'at', type: 'timestamptz' },
]
const SHAPE: DatasetShape = {
  id: 'lists',
  types: new Map(COLUMNS.map(({ name, type }) => [name, type])),
  pii: { key: 'none', emails: 'personal', tags: 'none', day: 'none', at: 'none' },
}
const ROWS = [
  [1, ['anna@one.example', 'broken'], ['red', 'blue'], '2026-01-30', '2026-01-30T06:00:00Z'],
  [2, ['berta@two.example'], ['red'], '2026-01-31', '2026-01-31T06:00:00Z'],
  [3, null, null, null, null],
]

let bench: Bench
let path: string
beforeAll(async () => {
  bench = await openBench()
  path = await bench.write(COLUMNS, ROWS)
})
afterAll(() => bench.close())

async function ask(type: string, parameters: Readonly<Record<string, unknown>>): Promise<ExpectationResult> {
  const line = { suite: 'lists', dataset: 'lists', expectations: [{ type: `expect_${type}`, ...parameters }] }
  const [result] = await evaluateSuite({
    engine: bench.engine,
    suite: parseSuite(JSON.stringify(line), 'lists.yaml'),
    tables: new Map([['lists', tableOf(path)]]),
    shapes: new Map([['lists', SHAPE]]),
    place: 'place',
    folder: bench.folder,
    nominalTime: '2026-02-01T00:00:00Z',
  })
  if (result === undefined) throw new Error('nothing was judged')
  return result
}

describe('an expectation of values', () => {
  test.each<[string, Record<string, unknown>, number]>([
    ['column_values_to_be_in_set', { column: 'tags', value_set: ['red'] }, 1],
    ['column_values_to_be_in_set', { column: 'tags', value_set: ['red', 'blue'] }, 0],
    ['column_values_to_not_be_in_set', { column: 'tags', value_set: ['blue'] }, 1],
    ['column_values_to_match_regex', { column: 'emails', regex: '^[^@]+@[^@]+$' }, 1],
    ['column_values_to_match_regex_list', { column: 'emails', regex_list: ['@one', '@two'] }, 1],
    ['column_values_to_not_match_regex', { column: 'emails', regex: '^broken$' }, 1],
    ['column_values_to_not_match_regex_list', { column: 'emails', regex_list: ['^x', '^broken$'] }, 1],
    ['column_values_to_match_like_pattern', { column: 'emails', like_pattern: '%@%' }, 1],
    ['column_value_lengths_to_be_between', { column: 'tags', min_value: 3, max_value: 3 }, 1],
    ['column_value_lengths_to_be_between', { column: 'tags', min_value: 3, max_value: 4 }, 0],
    ['column_value_lengths_to_equal', { column: 'tags', value: 3 }, 1],
    ['column_values_to_match_strftime_format', { column: 'tags', strftime_format: '%Y' }, 2],
    ['column_values_to_be_json_parseable', { column: 'tags' }, 2],
  ])('%s %j asks each element, and counts rows: %i fail', async (type, parameters, failed) => {
    expect(await ask(type, parameters)).toMatchObject({ checked: 2, failed })
  })

  test('shows the first failing element, masked as the one value that it is', async () => {
    const shown = await ask('column_values_to_match_regex', { column: 'emails', regex: '^b' })
    expect(shown).toMatchObject({ failed: 1, places: [{ row: 1 }], examples: ['a***@one.example'] })
  })
})

describe('an expectation of the cell', () => {
  test.each<[string, Record<string, unknown>, boolean]>([
    ['column_values_to_not_be_null', { column: 'tags' }, false],
    ['column_values_to_not_be_null', { column: 'tags', mostly: 0.6 }, true],
    ['column_values_to_be_unique', { column: 'tags' }, true],
    ['column_unique_value_count_to_be_between', { column: 'tags', min_value: 2, max_value: 2 }, true],
    ['column_values_to_be_of_type', { column: 'tags', type_: 'array<string>' }, true],
    ['column_values_to_be_of_type', { column: 'day', type_: 'string' }, false],
    ['column_max_to_be_recent', { column: 'day', max_age_days: 1 }, true],
    ['column_max_to_be_recent', { column: 'day', max_age_days: 0 }, false],
    ['column_max_to_be_recent', { column: 'at', max_age_days: 1 }, true],
    ['column_values_to_be_between', { column: 'day', min_value: '2026-01-31' }, false],
    ['column_values_to_be_between', { column: 'at', min_value: '2026-01-30T06:00:00Z' }, true],
    ['column_max_to_be_between', { column: 'day', max_value: '2026-01-30' }, false],
    ['column_min_to_be_between', { column: 'at', min_value: '2026-01-30T07:00:00Z' }, false],
    ['column_values_to_be_in_set', { column: 'day', value_set: ['2026-01-30', '2026-01-31'] }, true],
  ])('%s %j passes: %s', async (type, parameters, passed) => {
    expect((await ask(type, parameters)).passed).toBe(passed)
  })

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['column_values_to_be_between', { column: 'tags', min_value: 'a' }, /holds lists, which have no order/],
    ['column_distinct_values_to_be_in_set', { column: 'tags', value_set: ['red'] }, /cannot be asked of them/],
    ['column_sum_to_be_between', { column: 'tags', min_value: 1 }, /holds lists/],
    ['column_values_to_be_in_set', { column: 'day', value_set: ['31/01/2026'] }, /write it as 2026-01-31/],
    ['column_value_lengths_to_equal', { column: 'day', value: 10 }, /holds date values, and this asks for text/],
    ['column_values_to_be_of_type', { column: 'day', type_: 'datum' }, /known are string, long, double, boolean, date/],
  ])('%s %j is refused before a row is read', async (type, parameters, why) => {
    await expect(ask(type, parameters)).rejects.toThrow(SuiteError)
    await expect(ask(type, parameters)).rejects.toThrow(why)
  })
})

/** Parameters that any kind takes, by name: with numbers as bounds, and with days. */
const PARAMETERS = (column: string, bound: unknown): Readonly<Record<string, unknown>> => ({
  column,
  column_A: column,
  column_B: column,
  column_list: [column, 'key'],
  column_set: COLUMNS.map(({ name }) => name),
  value_set: ['2026-01-30'],
  value_pairs_set: [['2026-01-30', '2026-01-31']],
  regex: '^r',
  regex_list: ['^r'],
  like_pattern: 'r%',
  strftime_format: '%Y-%m-%d',
  type_: 'date',
  type_list: ['date'],
  value: 3,
  min_value: bound,
  max_value: bound,
  max_age_days: 3,
  sum_total: 3,
  threshold: 1,
  partition_object: { values: ['2026-01-30'], weights: [1] },
  quantile_ranges: { quantiles: [0.5], value_ranges: [[0, 1]] },
  other_dataset: 'lists',
  other_table_name: 'lists',
  note: 'hidden_rows',
  other_column_list: [column, 'key'],
})

describe.each(['tags', 'day', 'at'])('of the column %s', (column) => {
  test.each([...expectationKinds.keys()])(
    '%s is judged or refused in words, and never fails in the engine',
    async (type) => {
      const kind = expectationKinds.get(type)
      const names = Object.keys(kind?.schema.shape ?? {})
      const lines = [1, '2026-01-30'].map((bound) =>
        Object.fromEntries(Object.entries(PARAMETERS(column, bound)).filter(([name]) => names.includes(name))),
      )
      const fitting = lines.find((line) => kind?.schema.safeParse({ type, ...line }).success)
      expect(fitting, `${type} has a parameter that this test does not know`).toBeDefined()
      const judged = await ask(type.replace('expect_', ''), fitting ?? {}).catch((error: unknown) => error)
      if (judged instanceof Error) {
        expect(judged).toBeInstanceOf(SuiteError)
        expect(judged.message).not.toMatch(/is not valid:|data engine/)
      } else expect(judged).toMatchObject({ type })
    },
  )
})
