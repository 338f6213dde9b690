import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ColumnDefinition, type Engine, openEngine } from '../../src/engine/engine.ts'
import { type EvaluateOptions, type ExpectationResult, evaluateSuite, parseSuite } from '../../src/quality/index.ts'

export interface Bench {
  readonly engine: Engine
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

/** One expectation over rows of `COLUMNS`. */
export async function ask(
  bench: Bench,
  expectation: Record<string, unknown>,
  rows: readonly (readonly unknown[])[],
  options: Partial<EvaluateOptions> = {},
): Promise<ExpectationResult> {
  const results = await evaluateSuite({
    engine: bench.engine,
    suite: suiteOf(expectation),
    parquetPath: await bench.write(COLUMNS, rows),
    columns: COLUMNS,
    pii: { key: 'none', email: 'personal', score: 'none', rank: 'none', active: 'none', day: 'none' },
    nominalTime: '2026-01-31T10:00:00Z',
    ...options,
  })
  return results[0] as ExpectationResult
}

export const suiteOf = (...expectations: Record<string, unknown>[]) =>
  parseSuite(JSON.stringify({ suite: 'bench', dataset: 'bench', expectations }), 'bench.yaml')

/** A row of `COLUMNS` with a value in one column. */
export const rowWith = (column: string, value: unknown): unknown[] =>
  COLUMNS.map(({ name }) => (name === column ? value : null))
