import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openEngine } from '../../src/engine/engine.ts'
import { openStore } from '../../src/storage/open-store.ts'
import { pullVersion } from '../../src/versions/index.ts'
import { contractById } from '../support/aviation.ts'
import { EXAMPLES, temporaryFolder } from '../support/landing.ts'
import { movedStore } from '../support/moved-store.ts'
import { pythonVenv } from '../support/python-venv.ts'
import { refine } from '../support/run-store.ts'

const run = promisify(execFile)
const FIXTURES = join(import.meta.dirname, '..', 'fixtures')
const SCRIPT = join(import.meta.dirname, '..', 'python', 'read_iceberg.py')
const DATASETS = ['organizations', 'contacts', 'entity_links', 'entity_changes'] as const

const row = z.record(z.string(), z.unknown())
type Row = z.infer<typeof row>
const types = z.record(z.string(), z.string())
const file = z.object({
  record_count: z.int(),
  readable_metrics: z.record(
    z.string(),
    z.object({
      column_size: z.int().nullable(),
      value_count: z.int().nullable(),
      null_value_count: z.int().nullable(),
    }),
  ),
  column_sizes: z.array(z.tuple([z.int(), z.int()])),
  value_counts: z.array(z.tuple([z.int(), z.int()])),
  null_value_counts: z.array(z.tuple([z.int(), z.int()])),
})
const told = z.object({
  identifiers: z.array(z.string()),
  types,
  required: z.array(z.string()),
  rows: z.array(row),
  entries: z.array(z.looseObject({ status: z.int() })),
  files: z.array(file),
  polars: types,
  polars_rows: z.int(),
  duckdb: types,
  duckdb_rows: z.int(),
  snapshots: z.array(z.object({ version: z.int(), pyiceberg: types, duckdb: types, rows: z.array(z.int()) })),
})
type Told = z.infer<typeof told>

const PYICEBERG: Readonly<Record<string, string>> = { 'list<string>': 'list<string>' }
const POLARS: Readonly<Record<string, string>> = {
  string: 'String',
  long: 'Int64',
  double: 'Float64',
  boolean: 'Boolean',
  date: 'Date',
  'list<string>': 'List(String)',
}
const DUCKDB: Readonly<Record<string, string>> = {
  string: 'VARCHAR',
  long: 'BIGINT',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'DATE',
  'list<string>': 'VARCHAR[]',
}

const folder = temporaryFolder('iceberg-readers')
const store = join(folder, 'store')
let seen: Map<string, Told>
let pulled: Map<string, Row[]>

/** Rows of a version as a pull writes them. */
async function pull(dataset: string, version: number): Promise<Row[]> {
  const out = join(folder, `${dataset}.jsonl`)
  const engine = await openEngine({ memoryLimitMb: 256, threads: 1, scratch: folder })
  try {
    await pullVersion({
      store: await openStore(store),
      engine,
      dataset,
      version,
      format: 'jsonl',
      out,
      scratch: folder,
    })
  } finally {
    engine.close()
  }
  const lines = readFileSync(out, 'utf8').trimEnd().split('\n')
  return lines.map((line) => row.parse(JSON.parse(line)))
}

/** A store of the types of before, gone on with: version 1 is old, version 2 is new. */
beforeAll(async () => {
  const python = join(await pythonVenv('iceberg'), 'python')
  movedStore(join(FIXTURES, 'store-of-text-columns'), 'file:///srv/hotpass/store', store)
  const result = await refine(store, join(EXAMPLES, 'landing'), { asOf: '2026-02-01' })
  expect(result.status).toBe('published')
  const paths = DATASETS.map((dataset) => join(store, 'datasets', dataset, 'metadata', 'v2.metadata.json'))
  const { stdout } = await run(python, [SCRIPT, ...paths], { maxBuffer: 1 << 26 })
  seen = new Map(
    z
      .array(told)
      .parse(JSON.parse(stdout))
      .map((one, at) => [DATASETS[at] ?? '', one]),
  )
  pulled = new Map()
  for (const dataset of DATASETS) pulled.set(dataset, await pull(dataset, 2))
})

/** The names of the columns that a dataset had in the store of before. */
function columnsBefore(dataset: string): string[] {
  const [names = '[]'] = readFileSync(join(FIXTURES, 'published', `${dataset}.jsonl`), 'utf8').split('\n')
  return z.array(z.string()).parse(JSON.parse(names))
}

const of = (dataset: string): Told => {
  const found = seen.get(dataset)
  if (found === undefined) throw new Error(`nothing was read of ${dataset}`)
  return found
}
const typesBy = (dataset: string, names: Readonly<Record<string, string>>) =>
  Object.fromEntries(contractById(dataset).fields.map(({ name, type }) => [name, names[type] ?? type]))

describe.each(DATASETS)('%s', (dataset) => {
  test('has the contract’s types, required columns and key in pyiceberg, Polars and DuckDB', () => {
    const { fields } = contractById(dataset)
    expect(of(dataset).types).toEqual(typesBy(dataset, PYICEBERG))
    expect(of(dataset).polars).toEqual(typesBy(dataset, POLARS))
    expect(of(dataset).duckdb).toEqual(typesBy(dataset, DUCKDB))
    expect(of(dataset).required).toEqual(fields.filter(({ required }) => required).map(({ name }) => name))
    expect(of(dataset).identifiers).toEqual(
      fields
        .filter(({ primaryKey }) => primaryKey)
        .map(({ name }) => name)
        .sort(),
    )
  })

  test('holds the rows that a pull gives, in order and value by value', () => {
    const { rows, polars_rows, duckdb_rows } = of(dataset)
    const expected = pulled.get(dataset) ?? []
    expect(expected.length).toBeGreaterThan(40)
    expect([polars_rows, duckdb_rows]).toEqual([expected.length, expected.length])
    expect(rows).toEqual(expected)
  })

  test('tells the statistics of every column, of what was replaced too', () => {
    const { entries, files } = of(dataset)
    // Added by the new version, and the old one’s file, which it replaced and which has no sizes.
    expect(entries.map(({ status }) => status).sort()).toEqual([1, 2])
    expect(files).toHaveLength(1)
    const [found] = files
    if (found === undefined) throw new Error('there is no file')
    const { record_count, readable_metrics, column_sizes, value_counts, null_value_counts } = found
    const { fields } = contractById(dataset)
    // A list is counted by its elements, under their id: at least one a row.
    for (const counted of [column_sizes, value_counts, null_value_counts]) expect(counted).toHaveLength(fields.length)
    for (const [, count] of value_counts) expect(count).toBeGreaterThanOrEqual(record_count)
    for (const { name, type, required } of fields) {
      if (type === 'list<string>') continue
      expect(readable_metrics[name], name).toMatchObject({ column_size: expect.any(Number), value_count: record_count })
      if (required) expect(readable_metrics[name]?.null_value_count).toBe(0)
    }
  })

  test('reads in the old version as the old version was', async () => {
    const { snapshots } = of(dataset)
    expect(snapshots.map(({ version }) => version)).toEqual([1, 2])
    const [old, now] = snapshots
    const counted = [(await pull(dataset, 1)).length, pulled.get(dataset)?.length]
    expect([old?.rows, now?.rows]).toEqual(counted.map((rows) => [rows, rows]))
    expect(now?.duckdb).toEqual(of(dataset).duckdb)
    // Columns that came since stand in the new version alone.
    const had = Object.keys(old?.duckdb ?? {})
    expect(had).toEqual(columnsBefore(dataset))
    for (const { name, type } of contractById(dataset).fields) {
      if (!had.includes(name)) continue
      const wasText = type === 'list<string>' || type === 'date' || type === 'string'
      expect(old?.duckdb[name]).toBe(wasText ? 'VARCHAR' : DUCKDB[type])
      if (wasText) expect(old?.pyiceberg[name]).toMatch(/string/)
      if (type === 'list<string>') expect(old?.pyiceberg[name]).not.toMatch(/list/)
    }
  })
})
