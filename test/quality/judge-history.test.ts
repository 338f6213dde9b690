import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { ColumnMetrics, DatasetMetrics } from '../../src/quality/dataset-metrics.ts'
import type { JudgeContext } from '../../src/quality/expectation.ts'
import { historyShape, judgeColumns, judgeDistribution, judgeHistory } from '../../src/quality/judge-history.ts'
import { median, robustDeviation } from '../../src/quality/robust.ts'

const column = (more: Partial<ColumnMetrics>): ColumnMetrics => ({
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
})
const rows = (count: number, columns: DatasetMetrics['columns'] = {}): DatasetMetrics => ({ rows: count, columns })
const context = (
  current: DatasetMetrics | null,
  history: readonly DatasetMetrics[],
  types: JudgeContext['types'] = new Map(),
) =>
  ({
    current,
    history: history.map((metrics, at) => ({ version: at + 1, nominalTime: '2026-01-01T00:00:00Z', metrics })),
    types,
  }) as unknown as JudgeContext

const limits = { warm_up: 5, max_deviation: 2, min_change: 0.1 }
const judge = (now: number | null, before: readonly number[], more: Partial<typeof limits> = {}) =>
  judgeHistory(
    context(
      now === null ? null : rows(now),
      before.map((count) => rows(count)),
    ),
    { ...limits, ...more },
    'number of rows',
    (metrics) => metrics.rows,
  )
const still = [100, 100, 100, 100, 100]

describe('a number against earlier versions', () => {
  test('is judged from the very version that ends the warm-up', () => {
    expect(judge(1, still.slice(1))).toMatchObject({
      outcome: 'passed',
      observed: 1,
      found: 'The number of rows is 1. It is judged once 5 earlier versions are there; now there are 4.',
    })
    expect(judge(1, [100]).found).toContain('now there is 1.')
    expect(judge(1, still)).toMatchObject({
      outcome: 'failed',
      series: still,
      found: 'The number of rows is 1; over 5 versions the median is 100, and 10 more or less is usual.',
    })
  })

  test.each([
    // Nothing ever changed: a tenth of the median is allowed, both ways.
    [110, still, 'passed'],
    [111, still, 'failed'],
    [90, still, 'passed'],
    [89, still, 'failed'],
    // The median deviation is 20: 2 × 1.4826 × 20 = 59.3 is allowed.
    [159, [60, 80, 100, 120, 140], 'passed'],
    [160, [60, 80, 100, 120, 140], 'failed'],
    [41, [60, 80, 100, 120, 140], 'passed'],
    [40, [60, 80, 100, 120, 140], 'failed'],
    // Below nothing: the share is of what the median is without its sign.
    [-110, still.map((value) => -value), 'passed'],
    [-111, still.map((value) => -value), 'failed'],
  ])('%d after %j has %s', (now, before, outcome) => expect(judge(now, before).outcome).toBe(outcome))

  test('that is not there passes and says so; versions without it are none', () => {
    expect(judge(null, still)).toMatchObject({
      outcome: 'passed',
      observed: null,
      series: still,
      found: 'There is no number of rows to compare.',
    })
    const some = judgeHistory(
      context(
        rows(1),
        [...still, 0].map((count) => rows(count)),
      ),
      { ...limits, warm_up: 6 },
      'count',
      (metrics) => (metrics.rows === 0 ? null : metrics.rows),
    )
    expect(some).toMatchObject({ outcome: 'passed', series: still })
  })

  test('that is a share may change by an absolute amount, and is told as one', () => {
    const share = (now: number) =>
      judgeHistory(
        context(
          rows(now),
          still.map(() => rows(0.5)),
        ),
        limits,
        'share of rows',
        (metrics) => metrics.rows,
        'absolute',
      )
    expect(share(0.6)).toMatchObject({
      outcome: 'passed',
      found: 'The share of rows is 60%; over 5 versions the median is 50%, and 10% more or less is usual.',
    })
    expect(share(0.61).outcome).toBe('failed')
    expect(share(0.39).outcome).toBe('failed')
  })
})

describe('the shares of a column’s values against earlier versions', () => {
  const shares = (of: Record<string, number> | null) => rows(100, { key: column({ shares: of }) })
  const halves = Array.from({ length: 5 }, () => shares({ a: 0.5, b: 0.5 }))
  const distribution = (now: DatasetMetrics | null, before = halves) =>
    judgeDistribution(context(now, before), limits, 'key')

  test('may move by the least change, half of what all of them moved together', () => {
    expect(distribution(shares({ a: 0.6, b: 0.4 })).outcome).toBe('passed')
    expect(distribution(shares({ a: 0.61, b: 0.39 }))).toMatchObject({
      outcome: 'failed',
      series: [0, 0, 0, 0, 0],
      found: '11% of the rows moved to other values; up to 10% is usual. Most: a 50% → 61% and b 50% → 39%.',
    })
    expect(distribution(shares({ c: 1 })).observed).toBe(1)
  })

  test('are told by those that moved most, three of them, each shortened', () => {
    const { found } = distribution(shares({ a: 0.5, ['x'.repeat(41)]: 0.3, y: 0.15, z: 0.05 }))
    expect(found).toContain(`Most: b 50% → 0%, ${'x'.repeat(40)} 0% → 30% and y 0% → 15%.`)
  })

  test('may move as far as they moved before', () => {
    const moving = [0.3, 0.4, 0.5, 0.6, 0.7].map((a) => shares({ a, b: 1 - a }))
    // The distances are .2 .1 0 .1 .2: their median .1 and twice 1.4826 × .1 more.
    expect(distribution(shares({ a: 0.89, b: 0.11 }), moving).outcome).toBe('passed')
    expect(distribution(shares({ a: 0.9, b: 0.1 }), moving).outcome).toBe('failed')
  })

  test('are judged only where they are known, now and in enough versions before', () => {
    expect(distribution(shares(null)).found).toContain('too many different values, or none')
    expect(distribution(null).outcome).toBe('passed')
    expect(distribution(rows(1)).outcome).toBe('passed')
    const unknown = [...halves.slice(1), shares(null), rows(1)]
    expect(distribution(shares({ c: 1 }), unknown)).toMatchObject({
      outcome: 'passed',
      found: 'It is judged once 5 earlier versions are there; now there are 4.',
    })
  })
})

describe('the columns against the version before', () => {
  const before = [rows(1), rows(1, { a: column({}), b: column({ type: 'long' }) })]
  const columns = (types: Record<string, 'string' | 'long'>, history = before) =>
    judgeColumns(context(rows(1), history, new Map(Object.entries(types))))

  test.each<[Record<string, 'string' | 'long'>, string, string]>([
    [{ a: 'string', b: 'long' }, 'passed', 'They are.'],
    [{ b: 'long' }, 'failed', 'a went.'],
    [{ a: 'string', b: 'long', c: 'long' }, 'failed', 'c came.'],
    [{ a: 'long', b: 'long' }, 'failed', 'a changed type.'],
    [{ b: 'string', c: 'long' }, 'failed', 'a went; c came; b changed type.'],
  ])('%j have %s: %s', (types, outcome, found) => {
    expect(columns(types)).toMatchObject({ outcome, found, observed: Object.keys(types).length })
  })

  test('are compared with the last version alone, and with nothing where there is none', () => {
    expect(columns({ a: 'string' }, [...before, rows(1, { a: column({}) })]).outcome).toBe('passed')
    expect(columns({ a: 'string' }, [])).toMatchObject({
      outcome: 'passed',
      found: 'There is no earlier version to compare with.',
    })
  })
})

test.each([
  [[3, 1, 2], 2, 1.4826],
  [[4, 1, 3, 2], 2.5, 1.4826],
  [[10, 9, 100], 10, 1.4826],
  [[7], 7, 0],
])('the median of %j is %d, and its robust deviation %d', (values, middle, deviation) => {
  const given = [...values]
  expect([median(values), robustDeviation(values)]).toEqual([middle, deviation])
  expect(values).toEqual(given)
  expect(median([])).toBeNaN()
})

test('the limits that a suite may set have their defaults and their own limits', () => {
  const shape = z.object(historyShape)
  expect(shape.parse({})).toEqual({ warm_up: 5, max_deviation: 3.5, min_change: 0.1 })
  expect(shape.safeParse({ warm_up: 1, max_deviation: 0.1, min_change: 0 }).success).toBe(true)
  expect(shape.safeParse({ warm_up: 100, min_change: 3 }).success).toBe(true)
  for (const wrong of [{ warm_up: 0 }, { warm_up: 101 }, { warm_up: 1.5 }, { max_deviation: 0 }, { min_change: -0.1 }])
    expect(shape.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false)
})
