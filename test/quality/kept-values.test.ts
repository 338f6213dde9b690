import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findPersonalData } from '../../src/contracts/index.ts'
import { openEngine } from '../../src/engine/engine.ts'
import { sqlText } from '../../src/engine/sql.ts'
import type { ColumnMetrics } from '../../src/quality/index.ts'
import {
  holdsPersonal,
  keptText,
  keptTextSql,
  toldMetrics,
  toldSentence,
  toldValue,
} from '../../src/quality/kept-values.ts'
import { temporaryFolder } from '../support/landing.ts'
import { ask, type Bench, openBench, rowWith } from './table.ts'

const fragment = fc.oneof(
  fc.emailAddress(),
  fc.constantFrom(
    '+27 82 123 4567',
    '082-123-4567',
    '27821234567',
    '8001015009087',
    '4111 1111 1111 1111',
    '0027821234567',
  ),
  fc.stringMatching(/^[+0-9 ().\-/]{0,24}$/),
  fc.constantFrom(' ', '@', '.', 'a', 'ü', '\u00a0', '2025-03-14', '2025-03-14T06:00:00Z', '\n'),
)
const text = fc.array(fragment, { maxLength: 5 }).map((parts) => parts.join(''))

test('whatever is personal by its shape is kept as a hash, by the data engine as by the program, and told as ***', async () => {
  const engine = await openEngine({ memoryLimitMb: 256, threads: 1, scratch: temporaryFolder('kept') })
  try {
    const texts = fc.sample(text, 600)
    const rows = await engine.rows<{ v: string; kept: string; held: boolean }>(
      `SELECT v, ${keptTextSql('v')} AS kept, ${holdsPersonal('v')} AS held FROM (VALUES ${texts.map((one) => `(${sqlText(one)})`).join(', ')}) t(v)`,
    )
    expect(rows.filter(({ held }) => held).length).toBeGreaterThan(100)
    for (const { v, kept, held } of rows) {
      expect(kept).toBe(keptText(v))
      if (findPersonalData(v).length > 0) expect(held, JSON.stringify(v)).toBe(true)
      expect(toldValue(kept)).toBe(held ? '***' : v)
    }
  } finally {
    engine.close()
  }
})

test('days, times, amounts and ordinary words are kept as they are', () => {
  for (const plain of [
    '2025-03-14',
    '2025-03-14T06:00:00Z',
    '2025-03-14 06:00:00+02',
    'Active',
    '1 234 567.50',
    'C172; PA-28',
  ])
    expect(keptText(plain)).toBe(plain)
})

const column = (over: Partial<ColumnMetrics>): ColumnMetrics => ({
  ...{ type: 'string', nulls: 0, distinct: 3, distinctError: 0, min: null, max: null, sum: null, mean: null },
  ...{ quantiles: null, shares: null },
  ...over,
})

test('metrics that were written in the clear are read without personal data: one share of all such values, no such extremes', () => {
  const { rows, columns } = toldMetrics({
    rows: 4,
    columns: {
      site: column({
        min: 'a.example',
        max: 'thandi@x.example',
        shares: { 'a.example': 0.25, 'thandi@x.example': 0.25, 'call 082 123 4567': 0.5 },
      }),
      day: column({ type: 'date', min: '2025-01-01', max: '2025-03-14' }),
      size: column({ type: 'long', min: 1, max: 900, sum: 1000, mean: 250, quantiles: { '0.5': 4 } }),
      cell: column({
        type: 'long',
        min: 27821234567,
        max: 27821234568,
        sum: 5,
        mean: 27821234567,
        quantiles: { '0.5': 1 },
      }),
    },
  })
  expect(rows).toBe(4)
  expect(columns.site).toMatchObject({
    min: 'a.example',
    max: null,
    distinct: 3,
    shares: { 'a.example': 0.25, '***': 0.75 },
  })
  expect(columns.day).toMatchObject({ min: '2025-01-01', max: '2025-03-14' })
  expect(columns.size).toMatchObject({ min: 1, max: 900, sum: 1000, mean: 250, quantiles: { '0.5': 4 } })
  expect(columns.cell).toMatchObject({ min: null, max: null, sum: null, mean: null, quantiles: null, distinct: 3 })
})

test('a sentence keeps its words and its length, but for the personal data in it', () => {
  const long = 'so '.repeat(200)
  expect(toldSentence(`The most common is thandi@x.example, ${long}in 3 rows.`)).toBe(
    `The most common is t***@x.example, ${long}in 3 rows.`,
  )
})

describe('an expectation about a column that should hold no personal data, and does', () => {
  let bench: Bench
  beforeAll(async () => {
    bench = await openBench()
  })
  afterAll(() => bench.close())
  const days = (...values: string[]) => values.map((value) => rowWith('day', value))

  test.each(['min', 'max'])('on its %s says how many values it did not keep, and fails', async (end) => {
    const type = `expect_column_${end}_to_be_between`
    const bounds = { min_value: '2025-01-01', max_value: '2026-12-31' }
    const rows = days('2025-03-14', 'thandi@x.example', '2026-01-01')
    const { outcome, found, observed } = await ask(bench, { type, column: 'day', ...bounds }, rows)
    expect({ outcome, observed }).toEqual({ outcome: 'failed', observed: null })
    expect(found).toBe('Personal data stands in 1 row, so it is not told.')
    expect(await ask(bench, { type, column: 'day', ...bounds }, days('2025-03-14'))).toMatchObject({ passed: true })
  })

  test('on their order counts such a value as one that breaks it', async () => {
    const rising = { type: 'expect_column_values_to_be_increasing', column: 'day' }
    const found = await ask(bench, rising, days('2025-03-14', 'thandi@x.example', '2026-01-01'))
    expect(found).toMatchObject({ outcome: 'failed', checked: 3, failed: 1 })
    expect(JSON.stringify(found)).not.toContain('thandi')
  })

  test('on the most common one tells different addresses apart, and shows none', async () => {
    const common = { type: 'expect_column_most_common_value_to_be_in_set', column: 'day' }
    const rows = days('Active', 'Active', 'a@x.example', 'b@x.example', 'c@x.example')
    expect(await ask(bench, { ...common, value_set: ['Active'] }, rows)).toMatchObject({ passed: true })
    const most = days('Active', 'thandi@x.example', 'thandi@x.example')
    expect(await ask(bench, { ...common, value_set: ['thandi@x.example'] }, most)).toMatchObject({ passed: true })
    const found = await ask(bench, { ...common, value_set: ['Active'] }, most)
    expect(found).toMatchObject({ outcome: 'failed', observed: '***' })
    expect(JSON.stringify(found)).not.toContain('thandi')
  })
})
