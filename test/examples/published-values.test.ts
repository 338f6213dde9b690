import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openEngine } from '../../src/engine/engine.ts'
import { openStore } from '../../src/storage/open-store.ts'
import { pullVersion } from '../../src/versions/index.ts'
import { contractById } from '../support/aviation.ts'
import { EXAMPLES, temporaryFolder } from '../support/landing.ts'
import { refine } from '../support/run-store.ts'

/** What the committed examples are known to publish, value by value: a line of column names, then a line a row, in published order. */
const FIXTURES = join(import.meta.dirname, '..', 'fixtures', 'published')
const DATASETS = ['organizations', 'contacts', 'entity_links', 'entity_changes'] as const

const lines = (text: string): string[] => text.trimEnd().split('\n')
const cell = z.union([z.string(), z.number(), z.boolean(), z.null()])
const published = z.record(z.string(), z.union([cell, z.array(z.string())]))

/** Several values in one cell count as their text joined: what a table says, however it is typed. */
const flat = (value: z.infer<typeof published>[string] | undefined) => (Array.isArray(value) ? value.join('; ') : value)

const folder = temporaryFolder('published-values')
const store = join(folder, 'store')

beforeAll(async () => {
  const result = await refine(store, join(EXAMPLES, 'landing'), { asOf: '2026-01-31' })
  expect(result.status).toBe('published')
})

async function pulled(dataset: string): Promise<z.infer<typeof published>[]> {
  const engine = await openEngine({ memoryLimitMb: 256, threads: 1, scratch: folder })
  const out = join(folder, `${dataset}.jsonl`)
  try {
    const opened = await openStore(store)
    const table = `refinement/${dataset}`
    await pullVersion({ store: opened, engine, dataset: table, version: 1, format: 'jsonl', out, scratch: folder })
  } finally {
    engine.close()
  }
  return lines(readFileSync(out, 'utf8')).map((line) => published.parse(JSON.parse(line)))
}

describe('the committed examples', () => {
  test('state the lawful basis that the contract of the dataset does', async () => {
    const { lawfulBasis } = contractById('organizations')
    expect(new Set((await pulled('organizations')).map((row) => row.privacy_basis))).toEqual(new Set([lawfulBasis]))
  })

  test.each(DATASETS)('publish the %s that they always did, in order and value by value', async (dataset) => {
    const [names = [], ...rows] = lines(readFileSync(join(FIXTURES, `${dataset}.jsonl`), 'utf8')).map((line) =>
      z.array(cell).parse(JSON.parse(line)),
    )
    const columns = z.array(z.string()).parse(names)
    const found = await pulled(dataset)
    expect(Object.keys(found[0] ?? {})).toEqual(columns)
    // Compared as rows of one key, so that a difference is told with the row that has it.
    const told = (values: readonly unknown[]) => Object.fromEntries(columns.map((name, at) => [name, values[at]]))
    // The lawful basis was a constant then; what it is now is the contract's to say.
    const compared = columns.filter((name) => name !== 'privacy_basis')
    const pick = (row: Readonly<Record<string, unknown>>) =>
      Object.fromEntries(compared.map((name) => [name, row[name]]))
    expect(found.map((row) => pick(told(columns.map((name) => flat(row[name])))))).toEqual(
      rows.map((row) => pick(told(row))),
    )
  })
})
