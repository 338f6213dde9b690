import { join } from 'node:path'
import type { Engine } from '../../engine/engine.ts'
import { parquetFiles } from '../../engine/sql.ts'
import { QuarantineNotFoundError } from '../../ledger/errors.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { sha256 } from '../../storage/sha256.ts'

export interface QuarantinedRow {
  /** What the row is called in a corrected file: it changes with the row's place and content, so a forged one fits nothing. */
  readonly id: string
  readonly source: string
  readonly file: string
  readonly sheet: string
  readonly rowNumber: number
  readonly rowHash: string
  readonly reasons: readonly { readonly rule: string; readonly field: string | null; readonly message: string }[]
}

const PREFIX = 'quarantine/'

/** Runs that have quarantined rows, with the keys of their files. */
export async function runsWithQuarantine(store: ObjectStore): Promise<Map<string, string[]>> {
  const runs = new Map<string, string[]>()
  for await (const { key } of store.list(PREFIX)) {
    const run = /^quarantine\/[^/]+\/([^/]+)\/[^/]+\.parquet$/.exec(key)?.[1]
    if (run !== undefined) runs.set(run, [...(runs.get(run) ?? []), key])
  }
  return runs
}

const quarantineId = (row: Omit<QuarantinedRow, 'id' | 'reasons'>): string =>
  `q_${sha256(JSON.stringify([row.source, row.file, row.sheet, row.rowNumber, row.rowHash])).slice(0, 24)}`

/** The rows that a run held back, each once with all of its reasons, in the order of file, sheet and row. @throws QuarantineNotFoundError */
export async function quarantinedRows(
  store: ObjectStore,
  engine: Engine,
  run: string,
  scratch: string,
): Promise<QuarantinedRow[]> {
  const runs = await runsWithQuarantine(store)
  const keys = runs.get(run)
  if (keys === undefined) throw new QuarantineNotFoundError(run, [...runs.keys()].reverse())
  const paths: string[] = []
  for (const key of keys) paths.push(await store.fetchFile(key, join(scratch, 'quarantine')))
  const lines = await engine.rows<Record<string, string | number | null>>(
    `SELECT source, file, sheet, row_number, row_hash, rule, field, message
     FROM ${parquetFiles(paths, 'union_by_name = true')} ORDER BY file, sheet, row_number, rule, field`,
  )
  const rows = new Map<string, QuarantinedRow & { reasons: QuarantinedRow['reasons'][number][] }>()
  for (const line of lines) {
    const place = {
      source: String(line.source),
      file: String(line.file),
      sheet: String(line.sheet),
      rowNumber: Number(line.row_number),
      rowHash: String(line.row_hash),
    }
    const id = quarantineId(place)
    const row = rows.get(id) ?? { id, ...place, reasons: [] }
    row.reasons.push({
      rule: String(line.rule),
      field: line.field === null ? null : String(line.field),
      message: String(line.message),
    })
    rows.set(id, row)
  }
  return [...rows.values()]
}
