import fc from 'fast-check'
import { expect, test } from 'vitest'
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
  toldText,
} from '../../src/quality/kept-values.ts'
import { temporaryFolder } from '../support/landing.ts'

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
      expect(toldText(kept)).toBe(held ? '***' : v)
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
