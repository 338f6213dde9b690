import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ColumnMetrics, DatasetMetrics, HistoryPoint } from '../../src/quality/index.ts'
import { ask, type Bench, openBench } from './table.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

const metrics = (rows: number, more: Partial<ColumnMetrics> = {}): DatasetMetrics => ({
  rows,
  columns: {
    key: {
      type: 'string',
      nulls: 0,
      distinct: 2,
      distinctError: 0,
      min: null,
      max: null,
      sum: null,
      mean: null,
      quantiles: null,
      shares: null,
      ...more,
    },
  },
})
const versions = (all: readonly DatasetMetrics[]): HistoryPoint[] =>
  all.map((one, at) => ({ version: at + 1, nominalTime: '2026-01-01T00:00:00Z', metrics: one }))
const judge = (expectation: Record<string, unknown>, earlier: readonly DatasetMetrics[], current: DatasetMetrics) =>
  ask(bench, expectation, [], { history: versions(earlier), current })

describe('the number of rows against earlier versions', () => {
  const rows = { type: 'expect_table_row_count_to_follow_history' }
  const steady = [100, 102, 99, 101, 100, 103].map((count) => metrics(count))

  test('a first run never fails, and says from when it is judged', async () => {
    const first = await judge(rows, [], metrics(5))
    expect(first).toMatchObject({ outcome: 'passed', history: [] })
    expect(first.found).toContain('judged once 5 earlier versions are there')
    expect((await judge(rows, steady.slice(0, 4), metrics(1))).outcome).toBe('passed')
  })

  test('a jump fails, ordinary change does not, and one odd version in the past hides nothing', async () => {
    expect((await judge(rows, steady, metrics(105))).outcome).toBe('passed')
    expect(await judge(rows, steady, metrics(40))).toMatchObject({
      outcome: 'failed',
      observed: 40,
      history: [100, 102, 99, 101, 100, 103],
    })
    expect((await judge(rows, [...steady, metrics(9000)], metrics(300))).outcome).toBe('failed')
  })

  test('the same count every time still allows a small change', async () => {
    const still = Array.from({ length: 8 }, () => metrics(100))
    expect((await judge(rows, still, metrics(109))).outcome).toBe('passed')
    expect((await judge(rows, still, metrics(111))).outcome).toBe('failed')
  })
})

test('null rate, mean, number of different values, distribution and columns follow too', async () => {
  const column = 'key'
  const past = (more: Partial<ColumnMetrics>) => Array.from({ length: 6 }, () => metrics(100, more))
  const outcome = async (type: string, before: Partial<ColumnMetrics>, now: Partial<ColumnMetrics>, on = column) =>
    (await judge({ type, column: on }, past(before), metrics(100, now))).outcome
  const nulls = 'expect_column_null_rate_to_follow_history'
  expect(await outcome(nulls, { nulls: 5 }, { nulls: 9 })).toBe('passed')
  expect(await outcome(nulls, { nulls: 5 }, { nulls: 60 })).toBe('failed')
  const distinct = 'expect_column_distinct_count_to_follow_history'
  expect(await outcome(distinct, { distinct: 50 }, { distinct: 90 })).toBe('failed')
  const shares = 'expect_column_distribution_to_follow_history'
  expect(await outcome(shares, { shares: { a: 0.5, b: 0.5 } }, { shares: { a: 0.55, b: 0.45 } })).toBe('passed')
  const moved = await judge(
    { type: shares, column },
    past({ shares: { a: 0.5, b: 0.5 } }),
    metrics(100, { shares: { c: 1 } }),
  )
  expect(moved).toMatchObject({ outcome: 'failed', found: expect.stringContaining('c 0% → 100%') })
  const schema = await judge({ type: 'expect_table_columns_to_follow_history' }, past({}), metrics(100))
  expect(schema).toMatchObject({ outcome: 'failed', found: expect.stringContaining('came') })
})
