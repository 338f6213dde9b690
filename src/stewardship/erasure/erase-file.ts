import type { Engine } from '../../engine/engine.ts'
import { parquetFiles, sqlName, sqlText } from '../../engine/sql.ts'
import { ErasureImpossibleError, ErasureIncompleteError } from '../../ledger/errors.ts'
import type { PinnedDomain } from '../../ledger/pinned-domain.ts'
import { erasureLimits } from '../../ledger/source-limits.ts'
import { eraseCells } from '../../sources/erase-cells.ts'
import { SourceError } from '../../sources/errors.ts'
import { openSource } from '../../sources/open-source.ts'
import { type FileEdits, fileEdits, type SeenRows } from './file-edits.ts'
import type { Suppression } from './suppression.ts'

export type FileErasure =
  | { readonly outcome: 'clean' }
  /** No reader of ours opens it, so nobody of ours ever read it either. */
  | { readonly outcome: 'unreadable'; readonly why: string }
  | { readonly outcome: 'erased'; readonly rows: number }

/**
 * Writes `out`, a copy of a source file without forgotten people, when they are in it; then reads the copy to see that they are gone.
 * @throws ErasureIncompleteError when something of them is still found, ErasureImpossibleError for a format that cannot be rewritten
 */
export async function eraseFile(options: {
  readonly path: string
  readonly out: string
  readonly name: string
  readonly source: string | undefined
  readonly sources: PinnedDomain
  readonly suppressions: readonly Suppression[]
  readonly engine: () => Promise<Engine>
  readonly seen?: SeenRows
}): Promise<FileErasure> {
  const { path, out, name, source, sources, suppressions } = options
  const open = (at: string) => openSource(at, { ...erasureLimits(sources.configuration.ingest), name })
  let file: Awaited<ReturnType<typeof openSource>>
  let edits: FileEdits
  try {
    file = await open(path)
    edits = await fileEdits(file, sources, source, name, suppressions, options.seen)
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    return { outcome: 'unreadable', why: error.message }
  }
  if (edits.rows === 0) return { outcome: 'clean' }
  const scrub = (text: string) => suppressions.reduce((left, one) => one.scrub(left, true), text)
  if (file.format === 'parquet') await eraseParquet(await options.engine(), path, out, edits)
  else if (
    !(await eraseCells(file.format, {
      path,
      out,
      details: file.details,
      edits: edits.bySheet,
      starts: edits.starts,
      header: edits.header,
      scrub,
    }))
  )
    throw new ErasureImpossibleError(name, file.format)
  const left = await fileEdits(await open(out), sources, source, name, suppressions)
  if (left.rows > 0) throw new ErasureIncompleteError(name, left.rows)
  return { outcome: 'erased', rows: edits.rows }
}

async function eraseParquet(engine: Engine, path: string, out: string, edits: FileEdits): Promise<void> {
  const rows = [...edits.bySheet.values()][0] ?? new Map()
  const described = await engine.rows<{ column_name: string; column_type: string }>(
    `DESCRIBE SELECT * FROM ${parquetFiles(path)}`,
  )
  const columns = described.map(({ column_name: name, column_type: type }, at) => {
    const cases = [...rows].flatMap(([row, edit]) => {
      // The header counts as row 1, and DuckDB counts rows from 0.
      const when = `WHEN file_row_number = ${row - 2} THEN`
      if (edit === 'all') return [`${when} NULL`]
      const left = edit.get(at)
      return left === undefined ? [] : [`${when} ${left === '' || type !== 'VARCHAR' ? 'NULL' : sqlText(left)}`]
    })
    return cases.length === 0 ? sqlName(name) : `CASE ${cases.join(' ')} ELSE ${sqlName(name)} END AS ${sqlName(name)}`
  })
  await engine.writeParquet(
    `SELECT ${columns.join(', ')} FROM ${parquetFiles(path, 'file_row_number = true')} ORDER BY file_row_number`,
    out,
  )
}
