import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DatasetMetrics } from '../../src/quality/index.ts'
import { lossChecks } from '../../src/quality/loss-checks.ts'

const metrics = (rows: number, filled: Readonly<Record<string, number>> = {}): DatasetMetrics => ({
  rows,
  columns: Object.fromEntries(
    Object.entries(filled).map(([name, count]) => [
      name,
      {
        ...{ type: 'string' as const, nulls: rows - count, distinct: null, distinctError: null, min: null, max: null },
        ...{ sum: null, mean: null, quantiles: null, shares: null },
      },
    ]),
  ),
})
const judged = (before: DatasetMetrics, after: DatasetMetrics, accountedFor = 0) =>
  lossChecks({
    before,
    after,
    called: 'release 3',
    columns: Object.keys(before.columns),
    accountedFor,
    limits: { warn: 0.05, block: 0.2 },
  }).filter(({ outcome }) => outcome === 'failed')

describe('a dataset against the release before', () => {
  test('blocks when more than a fifth of its records are gone, and says how many there were and are', () => {
    expect(judged(metrics(59), metrics(39))).toEqual([
      {
        id: 'loss.rows',
        severity: 'error',
        outcome: 'failed',
        expected: 'At most 20% of the rows of release 3 are gone.',
        found: 'There were 59 rows and there are 39: 33.9% fewer.',
      },
    ])
  })

  test('warns of less, and says nothing of a twentieth or of one', () => {
    expect(judged(metrics(100), metrics(90)).map(({ severity }) => severity)).toEqual(['warning'])
    expect(judged(metrics(100), metrics(95))).toEqual([])
    expect(judged(metrics(2), metrics(1))).toEqual([])
  })

  test('counts the values of a column that are gone although every record is there', () => {
    expect(judged(metrics(90, { emails: 77, name: 90 }), metrics(90, { emails: 16, name: 90 }))).toMatchObject([
      { id: 'loss.values.emails', severity: 'error', found: '77 rows had one and 16 have: 79.2% fewer.' },
    ])
  })

  test('what a person took out or merged is no loss', () => {
    expect(judged(metrics(10), metrics(7), 3)).toEqual([])
    expect(judged(metrics(10), metrics(6), 1)).toHaveLength(1)
  })

  test('never fails for what came, and fails the more surely the more is gone', () => {
    const size = fc.nat({ max: 500 })
    fc.assert(
      fc.property(size, size, size, (had, has, more) => {
        if (has >= had) expect(judged(metrics(had, { a: had }), metrics(has, { a: has }))).toEqual([])
        const rank = (rows: number) => {
          const [found] = judged(metrics(had), metrics(rows))
          return found === undefined ? 0 : found.severity === 'warning' ? 1 : 2
        }
        expect(rank(Math.max(0, has - more))).toBeGreaterThanOrEqual(rank(has))
      }),
    )
  })
})
