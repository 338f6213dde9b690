import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Engine, openEngine } from '../../src/engine/engine.ts'
import { temporaryFolder } from '../support/landing.ts'
import { refine, storeKeys } from '../support/run-store.ts'

const FIXTURES = fileURLToPath(new URL('../fixtures/stages/', import.meta.url))
/** What comes of the small landing folder is written anew; a run that does so fails, so that no check can ever pass by it. */
const REWRITES = process.env.HOTPASS_REWRITE_STAGES === '1'
/** Folders of work a stage, in the order of a run. */
const WORK = ['ingest', 'refine', 'block', 'score', 'resolve', 'consolidate'] as const

const verdictSchema = z.looseObject({
  verdict: z.string(),
  reasons: z.array(z.string()),
  rows: z.unknown(),
  datasets: z.array(
    z.looseObject({
      id: z.string(),
      checks: z.array(
        z.object({
          id: z.string(),
          outcome: z.string(),
          severity: z.string(),
          expected: z.string(),
          found: z.string(),
        }),
      ),
    }),
  ),
})
const releaseSchema = z.looseObject({
  datasets: z.record(
    z.string(),
    z.object({ version: z.number(), rows: z.number(), semanticVersion: z.string(), contractVersion: z.string() }),
  ),
})

const folder = temporaryFolder('stage-fixtures')
const store = join(folder, 'store')
let run: string
let engine: Engine

beforeAll(async () => {
  const pipeline = join(FIXTURES, 'pipeline.yaml')
  run = (await refine(store, join(FIXTURES, 'landing'), { pipeline, asOf: '2026-01-31' })).run
  engine = await openEngine({ memoryLimitMb: 256, threads: 1, scratch: join(folder, 'scratch') })
})
afterAll(() => engine.close())

/** What is another at each run, or of each version of the code, is told by what it is. */
function steady(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(steady)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, steady(one)]))
  // The last bits of a sum of logarithms are the machine's.
  if (typeof value === 'number') return Number.isInteger(value) ? value : Number(value.toPrecision(6))
  return typeof value === 'string' ? value.replaceAll(run, '<run>').replaceAll(/\b[0-9a-f]{64}\b/g, '<sha256>') : value
}

/** Rows in an order of their own. */
const inOrder = (rows: readonly unknown[]): unknown[] =>
  rows
    .map(steady)
    .map((row) => [JSON.stringify(row), row] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row)

async function rowsOf(key: string): Promise<unknown[]> {
  const rows = await engine.rows<{ row: string }>(
    `SELECT to_json(t)::VARCHAR AS row FROM read_parquet('${join(store, key)}') t`,
  )
  return rows.map(({ row }) => JSON.parse(row) as unknown)
}

/** The tables of a stage's work, by name; those of several items under one name stand together. */
async function workOf(stage: string): Promise<Record<string, unknown>> {
  const tables = new Map<string, unknown[]>()
  for (const key of storeKeys(store, `work/${stage}`).filter((one) => one.endsWith('.parquet'))) {
    const name = key
      .split('/')
      .slice(3)
      .join('/')
      .replace(/\.parquet$/, '')
    tables.set(name, [...(tables.get(name) ?? []), ...(await rowsOf(key))])
  }
  return Object.fromEntries([...tables].sort().map(([name, rows]) => [name, inOrder(rows)]))
}

const listed = (key: string) => z.array(z.unknown()).parse(JSON.parse(readFileSync(join(store, key), 'utf8')))
const document = (key: string) =>
  z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(join(store, key), 'utf8')))

/** A row a line, so that a changed value is a changed line. */
const written = (tables: Readonly<Record<string, unknown>>): string =>
  `{\n${Object.entries(tables)
    .map(([name, rows]) =>
      Array.isArray(rows) && rows.length > 0
        ? `${JSON.stringify(name)}: [\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]`
        : `${JSON.stringify(name)}: ${JSON.stringify(rows)}`,
    )
    .join(',\n')}\n}\n`

function expected(stage: string, found: Readonly<Record<string, unknown>>): unknown {
  const path = join(FIXTURES, 'expected', `${stage}.json`)
  if (REWRITES) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, written(found))
  }
  if (!existsSync(path)) throw new Error(`There is no ${path}: HOTPASS_REWRITE_STAGES=1 writes it (CONTRIBUTING.md).`)
  return JSON.parse(readFileSync(path, 'utf8'))
}

describe('what each stage makes of the small landing folder is what is committed', () => {
  test.each(WORK)('%s', async (stage) => {
    const found = await workOf(stage)
    expect(Object.keys(found).length).toBeGreaterThan(0)
    expect(found).toEqual(expected(stage, found))
  })

  test('quality: what the gate asks, what it finds, and what it holds back', () => {
    const { verdict, reasons, rows, datasets } = verdictSchema.parse(document(`runs/${run}/verdict.json`))
    const found = {
      verdict,
      reasons,
      rows,
      checks: inOrder(datasets.flatMap(({ id, checks }) => checks.map((check) => ({ dataset: id, ...check })))),
      quarantine: inOrder(listed(`runs/${run}/quarantine.json`)),
      set_aside: document(`runs/${run}/set-aside.json`).fields,
    }
    expect(found.checks.length).toBeGreaterThan(10)
    expect(steady(found)).toEqual(expected('quality', steady(found) as typeof found))
  })

  test('publish: what a release names, and what stands in the tables', async () => {
    const release = releaseSchema.parse(document('releases/kennels/1.json'))
    const tables: Record<string, unknown> = { datasets: inOrder(Object.entries(release.datasets)) }
    for (const id of Object.keys(release.datasets).sort()) {
      const keys = storeKeys(store, `datasets/kennels/${id}/data`)
      tables[id] = inOrder((await Promise.all(keys.map(rowsOf))).flat())
    }
    expect(tables).toEqual(expected('publish', tables))
  })

  test('they are read and not written: a run that writes them anew fails here, so that it proves nothing', () => {
    expect(REWRITES, 'written anew: look at the diff, then run again without HOTPASS_REWRITE_STAGES').toBe(false)
  })

  test('the committed ones are of this folder, and nothing in them is of one run or one machine', () => {
    for (const stage of [...WORK, 'quality', 'publish']) {
      const text = readFileSync(join(FIXTURES, 'expected', `${stage}.json`), 'utf8')
      expect(text).not.toMatch(/[0-9a-f]{64}|kennels-\d{8}T|\/tmp\/|\/home\/|file:\/\//)
    }
  })
})
