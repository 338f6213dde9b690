import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Engine, openEngine } from '../../src/engine/engine.ts'
import { cellText } from '../../src/sources/cell-text.ts'
import { defaultSourceLimits, openSource } from '../../src/sources/index.ts'
import { exportCsv } from '../../src/versions/export-csv.ts'
import { exportWorkbook } from '../../src/versions/export-workbook.ts'
import { temporaryFolder } from '../support/landing.ts'

const folder = temporaryFolder('written-files')
let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ memoryLimitMb: 128, threads: 1, scratch: join(folder, 'scratch') })
})
afterAll(() => engine.close())

const FIELDS = [
  { name: 'id', type: 'string' },
  { name: 'value', type: 'string' },
  { name: 'last', type: 'string' },
] as const

/** What a refined text may be: read once, and so trimmed and without marks of no width. */
const refined = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc
      .array(fc.constantFrom("'", '=', '+', '-', '@', '\t', '\n', '"', ',', ';', ' ', '0', '7', 'é', '東', '\u00a0'), {
        maxLength: 8,
      })
      .map((parts) => parts.join('')),
    fc.constantFrom(
      '00123',
      '1E5',
      '2024-01-02',
      'TRUE',
      '9007199254740993',
      '0x1F',
      "'=1+1",
      "''=1",
      '-5',
      '+27 82 555 0101',
    ),
  )
  .map((text) => cellText(text.replaceAll('\0', '').replaceAll('\r', '\n').toWellFormed()))

const formats = ['csv', 'xlsx'] as const
test.each(formats)('every refined text that is written as %s is read as it was', async (format) => {
  let files = 0
  await fc.assert(
    fc.asyncProperty(fc.array(refined, { minLength: 60, maxLength: 80 }), async (values) => {
      const writer = await engine.createTable('written', FIELDS)
      writer.append([values.map((_, at) => `r${at}`), values, values.map(() => 'end')])
      await writer.finish()
      const path = join(folder, `written-${files++}.${format}`)
      const query = 'SELECT id, value, "last" FROM written'
      if (format === 'csv') await exportCsv(engine, query, FIELDS, path)
      else await exportWorkbook({ engine, query, fields: FIELDS, path, about: [] })
      const file = await openSource(path, { ...defaultSourceLimits, name: path })
      const sheet = await file.read(file.sheets[0] as string)
      const found: (string | null)[] = []
      for await (const { rows } of sheet.batches()) for (const row of rows) found.push(cellText(row[1] ?? null))
      expect(found).toEqual(values)
    }),
    { numRuns: 8 },
  )
})
