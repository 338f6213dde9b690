import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Engine, openEngine } from '../../src/engine/engine.ts'
import { sqlText } from '../../src/engine/sql.ts'

/** Short and long, repeated, empty, beyond ASCII, and with what looks like an end inside. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom('', 'exactly12byt', 'exactly13byte', 'Flugschule Zürich – Nord', 'a\ttab in the middle of it', '𝔘𝔫𝔦'),
)
const someRows = fc.array(
  fc.record({
    text: fc.option(text),
    long: fc.option(fc.maxSafeInteger()),
    double: fc.option(fc.double({ noNaN: true })),
    boolean: fc.option(fc.boolean()),
  }),
  { minLength: 1, maxLength: 300 },
)
const COLUMNS = [
  { name: 'text', type: 'string' },
  { name: 'long', type: 'long' },
  { name: 'double', type: 'double' },
  { name: 'boolean', type: 'boolean' },
] as const

describe('a column that was written', () => {
  let folder: string
  let engine: Engine
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hotpass-columns-'))
    engine = await openEngine({ memoryLimitMb: 128, threads: 1, scratch: folder })
  })
  afterAll(() => {
    engine.close()
    rmSync(folder, { recursive: true })
  })

  const columnsOf = async (sql: string) => {
    const columns: unknown[][] = COLUMNS.map(() => [])
    for await (const chunk of engine.columns(sql))
      for (const [c, values] of chunk.columns.entries()) columns[c]?.push(...values)
    return columns
  }

  test('is read as it was: from a table, from Parquet with and without a dictionary, over several vectors, sorted', async () => {
    const path = join(folder, 'written.parquet')
    await fc.assert(
      fc.asyncProperty(someRows, fc.integer({ min: 1, max: 12 }), async (some, times) => {
        const all = Array.from({ length: times }, () => some).flat()
        const written = COLUMNS.map(({ name }) => all.map((row) => row[name]))
        const writer = await engine.createTable('written', COLUMNS)
        writer.append(written)
        await writer.finish()
        expect(await columnsOf('SELECT * FROM written')).toEqual(written)
        for (const most of [100_000, 1]) {
          await engine.run(`COPY written TO ${sqlText(path)} (FORMAT parquet, DICTIONARY_SIZE_LIMIT ${most})`)
          expect(await columnsOf(`SELECT * FROM read_parquet(${sqlText(path)})`)).toEqual(written)
        }
        const byText = await engine.rows<{ text: string }>('SELECT "text" FROM written ORDER BY "text" DESC NULLS LAST')
        const inOrder = [...(written[0] as (string | null)[])].sort((a, b) =>
          a === null || b === null
            ? Number(a === null) - Number(b === null)
            : Buffer.compare(Buffer.from(b), Buffer.from(a)),
        )
        expect(byText.map((row) => row.text)).toEqual(inOrder)
      }),
      { numRuns: 25 },
    )
  })

  test('keeps a part of a text apart from the text it is taken from', async () => {
    const rows = await engine.rows(
      `SELECT name, left(name, 20) AS part FROM (VALUES ('Flugschule Zürich – Nord'), ('a name of plain letters, long')) t(name)`,
    )
    expect(rows).toEqual([
      { name: 'Flugschule Zürich – Nord', part: 'Flugschule Zürich – ' },
      { name: 'a name of plain letters, long', part: 'a name of plain lett' },
    ])
  })
})
