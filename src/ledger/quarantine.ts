import { join } from 'node:path'
import type { ColumnDefinition, Engine } from '../engine/engine.ts'

/** One rejected row: where it is, what it broke, and a sentence. `value` is masked by the field's PII class. */
export interface RejectedRow {
  readonly file: string
  readonly sheet: string
  readonly row_number: number
  readonly source: string
  readonly row_hash: string
  readonly field: string | null
  readonly rule: string
  readonly value: string | null
  readonly message: string
}

export const QUARANTINE_COLUMNS: readonly ColumnDefinition[] = [
  { name: 'file', type: 'string' },
  { name: 'sheet', type: 'string' },
  { name: 'row_number', type: 'long' },
  { name: 'source', type: 'string' },
  { name: 'row_hash', type: 'string' },
  { name: 'field', type: 'string' },
  { name: 'rule', type: 'string' },
  { name: 'value', type: 'string' },
  { name: 'message', type: 'string' },
]

/** Writes rejected rows to a Parquet file in `scratch` and gives its path. */
export async function writeRejected(engine: Engine, rows: readonly RejectedRow[], scratch: string): Promise<string> {
  const writer = await engine.createTable('rejected', QUARANTINE_COLUMNS)
  writer.append(QUARANTINE_COLUMNS.map(({ name }) => rows.map((row) => row[name as keyof RejectedRow])))
  await writer.finish()
  const path = join(scratch, `rejected-${process.hrtime.bigint()}.parquet`)
  await engine.writeParquet('SELECT * FROM rejected ORDER BY file, sheet, row_number, rule, field', path)
  return path
}
