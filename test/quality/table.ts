import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ColumnDefinition, type Engine, openEngine } from '../../src/engine/engine.ts'
import {
  type DatasetShape,
  type EvaluateOptions,
  type ExpectationResult,
  evaluateSuite,
  parseSuite,
} from '../../src/quality/index.ts'

export interface Bench {
  readonly engine: Engine
  readonly folder: string
  /** Writes rows to a Parquet file and gives its path. */
  write(columns: readonly ColumnDefinition[], rows: readonly (readonly unknown[])[]): Promise<string>
  close(): void
}

export async function openBench(): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'hotpass-quality-'))
  const engine = await openEngine({ memoryLimitMb: 256, threads: 1, scratch: join(folder, 'scratch') })
  let files = 0
  return {
    engine,
    folder,
    async write(columns, rows) {
      const writer = await engine.createTable('bench', columns)
      writer.append(columns.map((_, at) => rows.map((row) => row[at])))
      await writer.finish()
      files += 1
      const path = join(folder, `table-${files}.parquet`)
      await engine.writeParquet('SELECT * FROM bench', path)
      return path
    },
    close() {
      engine.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export const COLUMNS: readonly ColumnDefinition[] = [
  { name: 'key', type: 'string' },
  { name: 'email', type: 'string' },
  { name: 'score', type: 'double' },
  { name: 'rank', type: 'long' },
  { name: 'active', type: 'boolean' },
  { name: 'day', type: 'string' },
]

export const SHAPE: DatasetShape = {
  id: 'bench',
  types: new Map(COLUMNS.map(({ name, type }) => [name, type])),
  pii: { key: 'none', email: 'personal', score: 'none', rank: 'none', active: 'none', day: 'none' },
}

/** One expectation over rows of `COLUMNS`, told apart by their place in the list. */
export async function ask(
  bench: Bench,
  expectation: Record<string, unknown>,
  rows: readonly (readonly unknown[])[],
  options: Partial<EvaluateOptions> = {},
): Promise<ExpectationResult> {
  const path = await bench.write(COLUMNS, rows)
  const results = await evaluateSuite({
    engine: bench.engine,
    suite: suiteOf(expectation),
    tables: new Map([['bench', tableOf(path)]]),
    shapes: new Map([['bench', SHAPE]]),
    place: 'place',
    folder: bench.folder,
    nominalTime: '2026-01-31T10:00:00Z',
    ...options,
  })
  return results[0] as ExpectationResult
}

/** The rows of a file with their numbers, from 1. */
export const tableOf = (path: string): string =>
  `(SELECT *, file_row_number + 1 AS place FROM read_parquet('${path}', file_row_number = true))`

export const suiteOf = (...expectations: Record<string, unknown>[]) =>
  parseSuite(JSON.stringify({ suite: 'bench', dataset: 'bench', expectations }), 'bench.yaml')

/** A row of `COLUMNS` with a value in one column. */
export const rowWith = (column: string, value: unknown): unknown[] =>
  COLUMNS.map(({ name }) => (name === column ? value : null))
