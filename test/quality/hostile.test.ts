import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluateSuite, expectationKinds, parseSuite } from '../../src/quality/index.ts'
import { ask, type Bench, COLUMNS, openBench, rowWith } from './table.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

const column = (name: string, values: readonly unknown[]): unknown[][] => values.map((value) => rowWith(name, value))
const numbers = (values: readonly (number | null)[]) => column('score', values)

describe('bounds that contradict each other are a mistake of the suite', () => {
  test.each([
    [{ type: 'expect_column_values_to_be_between', column: 'score', min_value: 2, max_value: 1 }],
    [{ type: 'expect_column_values_to_be_between', column: 'score', min_value: 1, max_value: 1, strict_min: true }],
    [{ type: 'expect_column_values_to_be_between', column: 'day', min_value: '2026-02-01', max_value: '2026-01-01' }],
    [{ type: 'expect_column_mean_to_be_between', column: 'score', min_value: 2, max_value: 1 }],
    [{ type: 'expect_column_min_to_be_between', column: 'score', min_value: 2, max_value: 1 }],
    [{ type: 'expect_column_value_lengths_to_be_between', column: 'key', min_value: 9, max_value: 3 }],
    [{ type: 'expect_table_row_count_to_be_between', min_value: 9, max_value: 3 }],
    [
      {
        type: 'expect_column_quantile_values_to_be_between',
        column: 'score',
        quantile_ranges: { quantiles: [0.5], value_ranges: [[2, 1]] },
      },
    ],
  ])('%j', async (expectation) => {
    await expect(ask(bench, expectation, [])).rejects.toThrow(/bench\.yaml.*contradict/)
  })

  test('and so are weights that are no distribution, and references that fit nothing', async () => {
    const partition = { values: ['a', 'b'], weights: [0.5, 0.6] }
    await expect(
      ask(
        bench,
        {
          type: 'expect_column_kl_divergence_to_be_less_than',
          column: 'key',
          partition_object: partition,
          threshold: 1,
        },
        [],
      ),
    ).rejects.toThrow(/add up to 1\.1/)
    await expect(
      ask(
        bench,
        {
          type: 'expect_column_values_to_exist_in_other_dataset',
          column_list: ['key'],
          other_dataset: 'gone',
          other_column_list: ['id'],
        },
        [],
      ),
    ).rejects.toThrow(/no dataset gone/)
    await expect(
      ask(bench, { type: 'expect_column_values_to_match_strftime_format', column: 'day', strftime_format: '%Q%' }, []),
    ).rejects.toThrow(/the format %Q% is not valid/)
  })
})

test('a dataset without rows, or with nothing but empty cells, has an answer to everything and never a crash', async () => {
  const parameters: Record<string, unknown> = {
    column: 'score',
    column_A: 'score',
    column_B: 'score',
    column_list: ['key', 'email'],
    column_set: ['key'],
    value_set: [1],
    value_pairs_set: [[1, 1]],
    min_value: 0,
    max_value: 1,
    value: 1,
    regex: 'a',
    regex_list: ['a'],
    like_pattern: 'a%',
    strftime_format: '%Y',
    sum_total: 1,
    quantile_ranges: { quantiles: [0.5], value_ranges: [[0, 1]] },
    partition_object: { values: [1], weights: [1] },
    threshold: 1,
    max_age_days: 1,
    type_: 'string',
    type_list: ['string'],
    other_dataset: 'bench',
    other_column_list: ['key', 'email'],
    other_table_name: 'bench',
    note: 'hidden_rows',
  }
  const textual = /length|recent|strftime/
  const asked = [...expectationKinds.values()].map(({ type, schema }) => ({
    ...Object.fromEntries(Object.entries(parameters).filter(([name]) => name in schema.shape)),
    type,
    ...('column' in schema.shape && textual.test(type) ? { column: 'day' } : {}),
    ...(type === 'expect_multicolumn_sum_to_equal' ? { column_list: ['score', 'rank'] } : {}),
  }))
  for (const rows of [[], Array.from({ length: 3 }, () => COLUMNS.map(() => null))]) {
    for (const expectation of asked) {
      const { found, outcome, checked, failed } = await ask(bench, expectation, rows)
      expect([expectation.type, found]).toEqual([expectation.type, expect.stringMatching(/\.$/)])
      expect(['passed', 'failed']).toContain(outcome)
      expect(failed).toBeLessThanOrEqual(Math.max(checked, 3))
      expect(found).not.toMatch(/NaN|undefined|null|Infinity/)
    }
  }
})

test('NaN and infinities are told where a sum cannot hold them, and have no place in a range', async () => {
  const mean = { type: 'expect_column_mean_to_be_between', column: 'score', min_value: 0 }
  const odd = await ask(bench, mean, numbers([1, Number.NaN, Infinity, -Infinity, 1e300]))
  expect(odd).toMatchObject({ outcome: 'failed', observed: null })
  expect(odd.found).toContain('1 not a number, 2 infinite, 1 beyond 1e18')
  const most = await ask(
    bench,
    { type: 'expect_column_max_to_be_between', column: 'score', max_value: 5 },
    numbers([1, Infinity, Number.NaN]),
  )
  expect(most.outcome).toBe('failed')
  const median = await ask(
    bench,
    { type: 'expect_column_median_to_be_between', column: 'score', max_value: 5 },
    numbers([1, 2, 3, Number.NaN]),
  )
  expect(median.outcome).toBe('passed')
  expect(JSON.parse(JSON.stringify([odd, most, median]))).toEqual([odd, most, median])
})

test('sums are exact where doubles are not', async () => {
  const sum = { type: 'expect_column_sum_to_be_between', column: 'score', min_value: 0.3, max_value: 0.3 }
  expect(await ask(bench, sum, numbers([0.1, 0.2]))).toMatchObject({ outcome: 'passed', observed: 0.3 })
  const wide = { type: 'expect_column_sum_to_be_between', column: 'score', min_value: 1, max_value: 1 }
  expect(await ask(bench, wide, numbers([1e17, 1, -1e17]))).toMatchObject({ outcome: 'passed', observed: 1 })
})

test('an answer within its error of a bound is uncertain, one well inside is passed, one well outside failed', async () => {
  const values = numbers(Array.from({ length: 999 }, (_, at) => at + 1))
  const median = (max: number) =>
    ask(bench, { type: 'expect_column_median_to_be_between', column: 'score', max_value: max }, values)
  expect(await median(501)).toMatchObject({
    outcome: 'uncertain',
    passed: false,
    found: expect.stringContaining('too near'),
  })
  expect((await median(600)).outcome).toBe('passed')
  expect((await median(400)).outcome).toBe('failed')
  const many = column(
    'key',
    Array.from({ length: 5000 }, (_, at) => `k${at}`),
  )
  const distinct = (max: number) =>
    ask(bench, { type: 'expect_column_unique_value_count_to_be_between', column: 'key', max_value: max }, many)
  expect(await distinct(5000)).toMatchObject({ outcome: 'uncertain', error: expect.any(Number) })
  expect((await distinct(6000)).outcome).toBe('passed')
  expect((await distinct(4000)).outcome).toBe('failed')
})

test('a thousand columns and three thousand expectations are asked in one go', async () => {
  const names = Array.from({ length: 1000 }, (_, at) => `c${at}`)
  const columns = names.map((name) => ({ name, type: 'string' as const }))
  const path = await bench.write(columns, [names.map(() => 'a'), names.map((_, at) => (at % 2 === 0 ? null : 'b'))])
  const expectations = names.flatMap((name) => [
    { type: 'expect_column_values_to_not_be_null', column: name },
    { type: 'expect_column_values_to_be_in_set', column: name, value_set: ['a', 'b'] },
    { type: 'expect_column_values_to_match_regex', column: name, regex: '^[ab]$' },
  ])
  const results = await evaluateSuite({
    engine: bench.engine,
    suite: parseSuite(JSON.stringify({ suite: 'wide', dataset: 'wide', expectations }), 'wide.yaml'),
    tables: new Map([['wide', `read_parquet('${path}')`]]),
    shapes: new Map([['wide', { id: 'wide', types: new Map(columns.map(({ name, type }) => [name, type])), pii: {} }]]),
    place: '1',
    folder: bench.folder,
    nominalTime: new Date(0),
  })
  expect(results).toHaveLength(3000)
  expect(results.filter(({ outcome }) => outcome === 'failed')).toHaveLength(500)
})

test('script and markup in every text stay text: in values, columns, patterns and row conditions', async () => {
  const evil = `<script>alert("x")</script>'); DROP TABLE bench; --`
  const rows = column('key', [evil, 'a'])
  const inSet = await ask(
    bench,
    { type: 'expect_column_values_to_be_in_set', column: 'key', value_set: ['a'], because: evil, owner: 'me' },
    rows,
  )
  expect(inSet).toMatchObject({ failed: 1, examples: [evil], because: evil })
  const literal = JSON.stringify(evil)
  const where = { type: 'expect_column_values_to_be_null', column: 'key', row_condition: `key == ${literal}` }
  expect(await ask(bench, where, rows)).toMatchObject({ checked: 1, failed: 1 })
  await expect(ask(bench, { ...where, row_condition: "key == 'a' OR 1=1; DROP TABLE bench" }, rows)).rejects.toThrow(
    /row_condition.*cannot be read/,
  )
  await expect(ask(bench, { ...where, row_condition: 'read_csv("/etc/passwd") == 1' }, rows)).rejects.toThrow(
    /row_condition/,
  )
})
