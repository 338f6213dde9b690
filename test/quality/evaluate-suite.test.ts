import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, type Bench, openBench, rowWith, SHAPE } from './table.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

const column = (name: string, values: readonly unknown[]): unknown[][] => values.map((value) => rowWith(name, value))

describe('mistakes in a suite are named with where and what instead', () => {
  test('a missing column', async () => {
    const asked = ask(bench, { type: 'expect_column_values_to_not_be_null', column: 'emial' }, [])
    await expect(asked).rejects.toThrow(
      /bench\.yaml, expectation expect_column_values_to_not_be_null\.emial: .*no column "emial".*"email"/,
    )
    await expect(asked).rejects.toHaveProperty('name', 'SuiteError')
  })

  test.each(['[', '(?=ahead)', '(a)\\1', 'a**'])('a regex RE2 refuses: %s', async (regex) => {
    const asked = ask(bench, { type: 'expect_column_values_to_match_regex', column: 'email', regex }, [])
    await expect(asked).rejects.toThrow(/bench\.yaml, expectation .*email: the regex .* is not valid: .*RE2/)
  })

  test('quotes in a regex, a set or a column name are text, not SQL', async () => {
    const evil = "' OR 1=1; DROP TABLE bench; --"
    const regex = await ask(
      bench,
      { type: 'expect_column_values_to_match_regex', column: 'key', regex: "^it's$" },
      column('key', ["it's", 'x']),
    )
    expect(regex.failed).toBe(1)
    const set = await ask(
      bench,
      { type: 'expect_column_values_to_be_in_set', column: 'key', value_set: [evil] },
      column('key', [evil, 'x']),
    )
    expect(set.failed).toBe(1)
    await expect(ask(bench, { type: 'expect_column_values_to_not_be_null', column: evil }, [])).rejects.toThrow(
      /no column/,
    )
  })

  test('a set or a range that does not suit the column', async () => {
    const set = ask(bench, { type: 'expect_column_values_to_be_in_set', column: 'rank', value_set: ['1'] }, [])
    await expect(set).rejects.toThrow(/rank holds long values, and "1" in value_set is a string/)
    const range = ask(bench, { type: 'expect_column_values_to_be_between', column: 'key', min_value: 1 }, [])
    await expect(range).rejects.toThrow(/key holds string values/)
    const flag = ask(bench, { type: 'expect_column_values_to_be_between', column: 'active', min_value: 1 }, [])
    await expect(flag).rejects.toThrow(/no range/)
    const open = ask(bench, { type: 'expect_column_values_to_be_between', column: 'rank' }, [])
    await expect(open).rejects.toThrow(/neither min_value nor max_value/)
    const rows = ask(bench, { type: 'expect_table_row_count_to_be_between' }, [])
    await expect(rows).rejects.toThrow(/neither min_value nor max_value/)
    const recent = ask(bench, { type: 'expect_column_max_to_be_recent', column: 'rank', max_age_days: 1 }, [])
    await expect(recent).rejects.toThrow(/rank holds long values, and neither days nor ISO text/)
  })
})

describe('each expectation', () => {
  test('not null counts empty cells and nothing else', async () => {
    const result = await ask(
      bench,
      { type: 'expect_column_values_to_not_be_null', column: 'key' },
      column('key', ['a', null, '', '0']),
    )
    expect(result).toMatchObject({
      passed: false,
      checked: 4,
      failed: 1,
      found: '1 row of 4 rows (25%) does not.',
      examples: [],
    })
  })

  test('unique counts every row of a repeated value and leaves empty cells out', async () => {
    const result = await ask(
      bench,
      { type: 'expect_column_values_to_be_unique', column: 'key' },
      column('key', ['a', 'a', 'b', 'b', 'b', 'c', null, null]),
    )
    expect(result).toMatchObject({
      passed: false,
      checked: 6,
      failed: 5,
      places: [1, 2, 3, 4, 5].map((row) => ({ row })),
    })
    const fine = await ask(
      bench,
      { type: 'expect_column_values_to_be_unique', column: 'key' },
      column('key', ['a', 'A', null, null]),
    )
    expect(fine).toMatchObject({ passed: true, checked: 2, failed: 0 })
  })

  test('compound unique looks at the combination, empty parts included', async () => {
    const expectation = { type: 'expect_compound_columns_to_be_unique', column_list: ['key', 'rank'] }
    const rows = [
      ['a', 1],
      ['a', 2],
      ['b', 1],
      ['b', null],
      ['b', null],
      [null, null],
      [null, null],
    ].map(([key, rank]) => [key, null, null, rank, null, null])
    const result = await ask(bench, expectation, rows)
    expect(result).toMatchObject({ passed: false, checked: 5, failed: 2, places: [{ row: 4 }, { row: 5 }] })
  })

  test('in set takes texts, numbers and flags', async () => {
    const type = 'expect_column_values_to_be_in_set'
    expect(
      await ask(bench, { type, column: 'key', value_set: ['a', 'b'] }, column('key', ['a', 'c', null])),
    ).toMatchObject({ checked: 2, failed: 1, examples: ['c'] })
    expect(await ask(bench, { type, column: 'rank', value_set: [1, 2] }, column('rank', [1, 3]))).toMatchObject({
      failed: 1,
      examples: ['3'],
    })
    expect(
      await ask(bench, { type, column: 'active', value_set: [true] }, column('active', [true, false])),
    ).toMatchObject({ failed: 1 })
  })

  test('regex searches anywhere unless anchored, and reads numbers as text', async () => {
    const type = 'expect_column_values_to_match_regex'
    expect(await ask(bench, { type, column: 'key', regex: 'b' }, column('key', ['abc', 'x', null]))).toMatchObject({
      checked: 2,
      failed: 1,
    })
    expect(await ask(bench, { type, column: 'rank', regex: '^[0-9]$' }, column('rank', [1, 10]))).toMatchObject({
      failed: 1,
    })
  })

  test('a regex that would hang a backtracking engine answers', async () => {
    const result = await ask(
      bench,
      { type: 'expect_column_values_to_match_regex', column: 'key', regex: '^(a+)+$' },
      column('key', [`${'a'.repeat(50_000)}!`]),
    )
    expect(result.failed).toBe(1)
    expect((result.examples[0] as string).length).toBeLessThanOrEqual(80)
  })

  test('between takes numbers and ISO days, open and closed ends; NaN lies in no range', async () => {
    const type = 'expect_column_values_to_be_between'
    expect(
      await ask(
        bench,
        { type, column: 'score', min_value: 0, max_value: 1 },
        column('score', [0, 1, -0.1, 1.1, Number.NaN, null]),
      ),
    ).toMatchObject({ checked: 5, failed: 3 })
    expect(
      await ask(
        bench,
        { type, column: 'rank', min_value: 0, strict_min: true, max_value: 2, strict_max: true },
        column('rank', [0, 1, 2]),
      ),
    ).toMatchObject({ failed: 2 })
    expect(
      await ask(bench, { type, column: 'day', max_value: '2026-01-01' }, column('day', ['2025-12-31', '2026-01-02'])),
    ).toMatchObject({ failed: 1 })
  })

  test('row count', async () => {
    const type = 'expect_table_row_count_to_be_between'
    expect(await ask(bench, { type, min_value: 2 }, column('key', ['a']))).toMatchObject({
      passed: false,
      observed: 1,
      found: 'It has 1 row.',
    })
    expect(await ask(bench, { type, min_value: 1, max_value: 1 }, column('key', ['a']))).toMatchObject({
      passed: true,
      expected: 'The dataset has at least 1 and at most 1 rows.',
    })
    expect(await ask(bench, { type, max_value: 0 }, column('key', ['a']))).toMatchObject({ passed: false })
  })

  test('freshness is measured to the nominal time, and days after it prove nothing', async () => {
    const expectation = { type: 'expect_column_max_to_be_recent', column: 'day', max_age_days: 30 }
    const fresh = await ask(bench, expectation, column('day', ['2025-06-01', '2026-01-01', 'soon', null]))
    expect(fresh).toMatchObject({
      passed: true,
      observed: '2026-01-01',
      found: 'The latest is 2026-01-01, 30 days before 2026-01-31.',
    })
    const stale = await ask(bench, expectation, column('day', ['2025-12-31', '2099-01-01']))
    expect(stale).toMatchObject({ passed: false, observed: '2025-12-31' })
    const none = await ask(bench, expectation, column('day', ['2099-01-01', null]))
    expect(none).toMatchObject({ passed: false, observed: null })
  })
})

describe('mostly', () => {
  const notNull = { type: 'expect_column_values_to_not_be_null', column: 'key' }
  test.each([
    [0.75, true],
    [0.76, false],
    [0, true],
    [1, false],
  ])('%d of four rows with one wrong: %s', async (mostly, passed) => {
    expect((await ask(bench, { ...notNull, mostly }, column('key', ['a', 'b', 'c', null]))).passed).toBe(passed)
  })

  test('holds exactly at the boundary for any share', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), fc.nat(60), async (total, wrong) => {
        const failed = Math.min(wrong, total)
        const rows = column(
          'key',
          Array.from({ length: total }, (_, at) => (at < failed ? null : 'x')),
        )
        const result = await ask(bench, { ...notNull, mostly: (total - failed) / total }, rows)
        expect(result).toMatchObject({ passed: true, checked: total, failed })
      }),
      { numRuns: 25 },
    )
  })

  test('an empty table has no wrong rows', async () => {
    expect(await ask(bench, notNull, [])).toMatchObject({ passed: true, checked: 0, failed: 0 })
  })
})

describe('examples', () => {
  const isA = { type: 'expect_column_values_to_be_in_set', value_set: ['a'] }
  test('are at most five, each once, in the order of the rows', async () => {
    const values = ['z', 'y', 'x', 'w', 'v', 'u', 't', 't']
    expect((await ask(bench, { ...isA, column: 'key' }, column('key', values))).examples).toEqual([
      'z',
      'y',
      'x',
      'w',
      'v',
    ])
    expect((await ask(bench, { ...isA, column: 'key' }, column('key', values.slice(0, 7)))).examples).toHaveLength(5)
  })

  test('never show a personal value whole, nor a sensitive or unclassed one at all', async () => {
    const rows = column('email', ['lerato.mokoena@bluesky.example'])
    const personal = await ask(bench, { ...isA, column: 'email' }, rows)
    expect(personal.examples.join()).not.toContain('lerato')
    const unclassed = await ask(bench, { ...isA, column: 'email' }, rows, {
      shapes: new Map([['bench', { ...SHAPE, pii: {} }]]),
    })
    expect(unclassed.examples).toEqual(['***'])
    const repeated = await ask(bench, { type: 'expect_column_values_to_be_unique', column: 'email' }, [
      ...rows,
      ...rows,
    ])
    expect(repeated.failed).toBe(2)
    expect(repeated).toMatchObject({ examples: [], places: [{ row: 1 }, { row: 2 }] })
  })
})
