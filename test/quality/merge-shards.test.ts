import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sqlText } from '../../src/engine/sql.ts'
import {
  collectMetrics,
  datasetRequests,
  type ExpectationResult,
  judgeSuite,
  measureShard,
  mergeShards,
  type ShardStates,
} from '../../src/quality/index.ts'
import { type Bench, COLUMNS, openBench, SHAPE, suiteOf } from './table.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

const column = 'score'
/** Every kind of state: predicates, counts, exact sums, extremes, values, sketches, keys and order. */
const suite = suiteOf(
  { type: 'expect_column_values_to_not_be_null', column: 'key', mostly: 0.5 },
  { type: 'expect_column_values_to_match_regex', column: 'email', regex: '@', mostly: 0.9 },
  {
    type: 'expect_column_values_to_be_between',
    column,
    min_value: -10,
    max_value: 10,
    row_condition: 'active == true',
  },
  { type: 'expect_column_sum_to_be_between', column, min_value: 0 },
  { type: 'expect_column_mean_to_be_between', column, min_value: 0 },
  { type: 'expect_column_stdev_to_be_between', column, max_value: 5 },
  { type: 'expect_column_min_to_be_between', column, min_value: -5 },
  { type: 'expect_column_max_to_be_between', column: 'day', max_value: '2026-01-01' },
  { type: 'expect_column_max_to_be_recent', column: 'day', max_age_days: 3 },
  { type: 'expect_column_median_to_be_between', column, max_value: 3 },
  {
    type: 'expect_column_quantile_values_to_be_between',
    column,
    quantile_ranges: {
      quantiles: [0.1, 0.9],
      value_ranges: [
        [0, 1],
        [null, 2],
      ],
    },
  },
  { type: 'expect_column_unique_value_count_to_be_between', column: 'email', max_value: 3 },
  { type: 'expect_column_proportion_of_unique_values_to_be_between', column: 'key', min_value: 0.5 },
  { type: 'expect_column_most_common_value_to_be_in_set', column: 'key', value_set: ['a'] },
  { type: 'expect_column_distinct_values_to_equal_set', column: 'key', value_set: ['a', 'b'] },
  {
    type: 'expect_column_kl_divergence_to_be_less_than',
    column: 'key',
    partition_object: { values: ['a', 'b'], weights: [0.5, 0.5] },
    threshold: 0.1,
  },
  { type: 'expect_column_values_to_be_unique', column: 'key' },
  { type: 'expect_compound_columns_to_be_unique', column_list: ['key', 'rank'], mostly: 0.9 },
  {
    type: 'expect_column_values_to_exist_in_other_dataset',
    column_list: ['key'],
    other_dataset: 'bench',
    other_column_list: ['email'],
  },
  { type: 'expect_column_values_to_be_increasing', column: 'rank' },
  { type: 'expect_column_values_to_be_decreasing', column: 'day', strictly: true },
  { type: 'expect_table_row_count_to_be_between', min_value: 5 },
)
const shapes = new Map([['bench', SHAPE]])
const nominalTime = '2026-01-31T00:00:00Z'
const metrics = [...(collectMetrics([suite], shapes, nominalTime).get('bench') ?? []), ...datasetRequests(SHAPE)]
let shards = 0

type Range = readonly [from: number, to: number]

/** The states of some ranges of rows (their place counts through the whole), as a process of its own would leave them. */
async function measure(
  rows: readonly (readonly unknown[])[],
  ranges: readonly Range[],
  inlineKeys?: number,
): Promise<ShardStates> {
  const folder = join(bench.folder, `shard-${shards++}`)
  mkdirSync(folder)
  const parts: string[] = []
  for (const [from, to] of ranges) {
    const path = await bench.write(COLUMNS, rows.slice(from, to))
    parts.push(
      `SELECT *, file_row_number + ${from} AS place, ${from} AS run FROM read_parquet(${sqlText(path)}, file_row_number = true)`,
    )
  }
  const states = await measureShard({
    engine: bench.engine,
    table: `(${parts.join(' UNION ALL ')})`,
    metrics,
    place: 'place',
    run: 'run',
    pii: SHAPE.pii,
    folder,
    ...(inlineKeys === undefined ? {} : { inlineKeys }),
  })
  return JSON.parse(JSON.stringify(states))
}

const judge = (states: ShardStates, keysPerPass?: number): Promise<ExpectationResult[]> =>
  judgeSuite({
    engine: bench.engine,
    suite,
    shapes,
    states: new Map([['bench', states]]),
    nominalTime,
    ...(keysPerPass === undefined ? {} : { keysPerPass }),
  })

const few = (...values: unknown[]) => fc.constantFrom(null, ...values)
const row = fc.tuple(
  few('a', 'b', 'c', '', 'ü', '\u{1F6E9}'),
  few('x@y.example', 'a', 'nobody', 'b@c.example'),
  fc.option(
    fc.oneof(
      fc.double(),
      fc.double({ min: -20, max: 20 }),
      fc.constantFrom(0, -0, 0.1, 1e17, 1e19, 1e-12, Number.NaN, Infinity),
    ),
  ),
  fc.option(fc.integer({ min: -3, max: 3 })),
  few(true, false),
  few('2026-01-30', '2025-12-31', '2026-02-01', 'soon'),
)

test('states merged from any split, dealt to shards in any way and merged in any order and grouping, judge as the single pass does', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { maxLength: 40 }),
      fc.array(fc.nat(40), { maxLength: 4 }),
      fc.integer({ min: 1, max: 3 }),
      // Keys in files, keys in the states, or some here and some there.
      fc.constantFrom(0, 3, 128),
      fc.infiniteStream(fc.nat(1000)),
      async (rows, cuts, of, inlineKeys, order) => {
        const whole = await measure(rows, [[0, rows.length]])
        const edges = [0, ...cuts.map((cut) => Math.min(cut, rows.length)).sort((a, b) => a - b), rows.length]
        const pieces = edges.slice(1).map((to, at): Range => [edges[at] as number, to])
        const parts: ShardStates[] = []
        for (let part = 0; part < of; part++) {
          const own = pieces.filter((_, at) => at % of === part)
          if (own.length > 0) parts.push(await measure(rows, own, inlineKeys))
        }
        const shuffled = parts
          .map((part) => ({ part, key: order.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ part }) => part)
        const half = Math.ceil(shuffled.length / 2)
        const merged = mergeShards(
          [mergeShards(shuffled.slice(0, half)), mergeShards(shuffled.slice(half))].filter(
            (one) => Object.keys(one).length > 0,
          ),
        )
        const expected = await judge(whole)
        expect(await judge(merged, 7)).toEqual(expected)
        const plain = (states: ShardStates) =>
          Object.entries(states)
            .filter(([, { kind }]) => kind !== 'keys' && kind !== 'order')
            .sort(([a], [b]) => (a < b ? -1 : 1))
        expect(plain(merged)).toEqual(plain(whole))
      },
    ),
    { numRuns: 15 },
  )
})

test('states of 10,000 shards become one, and stay small', async () => {
  const one = await measure([['a', 'x@y.example', 1.5, 1, true, '2026-01-30']], [[0, 1]])
  const many = Array.from({ length: 10_000 }, () => one)
  const merged = mergeShards(many)
  expect(JSON.stringify(one).length).toBeLessThan(8 * 1024)
  const counts = Object.values(merged).flatMap((state) => (state.kind === 'counts' ? state.counts : []))
  expect(new Set(counts)).toEqual(new Set([0, 10_000]))
})

test('a dataset of which no shard came is an empty one', async () => {
  const none = await judge({})
  expect(none.map(({ id, outcome }) => [id, outcome])).toEqual(
    (await judge(await measure([], [[0, 0]]))).map(({ id, outcome }) => [id, outcome]),
  )
})
