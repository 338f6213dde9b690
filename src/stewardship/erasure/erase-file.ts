import { writeFile } from 'node:fs/promises'
import type { Engine } from '../../engine/engine.ts'
import { parquetFiles, sqlName, sqlText } from '../../engine/sql.ts'
import { ErasureImpossibleError, ErasureIncompleteError } from '../../ledger/errors.ts'
import type { PinnedDomain } from '../../ledger/pinned-domain.ts'
import { erasureLimits } from '../../ledger/source-limits.ts'
import { eraseCells } from '../../sources/erase-cells.ts'
import { SourceError } from '../../sources/errors.ts'
import { openSource } from '../../sources/open-source.ts'
import { eraseFromText } from './erase-document.ts'
import { type FileEdits, fileEdits } from './file-edits.ts'
import { plainText } from './plain-text.ts'
import type { SeenRows } from './seen-rows.ts'
import type { Suppression } from './suppression.ts'

export type FileErasure =
  | { readonly outcome: 'clean' }
  /** Neither a reader of ours opens it, so nobody of ours ever read it either, nor is it text. */
  | { readonly outcome: 'unreadable' }
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
  readonly sources: readonly PinnedDomain[]
  readonly suppressions: readonly Suppression[]
  readonly engine: () => Promise<Engine>
  readonly seen?: SeenRows
}): Promise<FileErasure> {
  const { path, out, name, source, sources, suppressions } = options
  const open = (at: string) =>
    openSource(at, { ...erasureLimits(sources.map(({ configuration }) => configuration.ingest)), name })
  let file: Awaited<ReturnType<typeof openSource>>
  let edits: FileEdits
  try {
    file = await open(path)
    edits = await fileEdits(file, sources, source, name, suppressions, options.seen)
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    return eraseText(path, out, name, suppressions)
  }
  if (edits.rows > 0) {
    const scrub = (text: string) => suppressions.reduce((left, one) => one.scrub(left, true), text)
    if (file.format === 'parquet') await eraseParquet(await options.engine(), path, out, edits)
    else if (
      !(await eraseCells(file.format, {
        path,
        out,
        details: edits.details,
        edits: edits.bySheet,
        starts: edits.starts,
        header: edits.header,
        scrub,
      }))
    )
      throw new ErasureImpossibleError(name, file.format)
  }
  // What no cell shows is looked through as well: labels, lines that no reader understands, cells that are too long.
  const beside = await eraseBeside(edits.rows > 0 ? out : path, out, source === undefined, suppressions)
  if (edits.rows === 0) return beside ? { outcome: 'erased', rows: 1 } : { outcome: 'clean' }
  const left = await fileEdits(await open(out), sources, source, name, suppressions)
  if (left.rows > 0) throw new ErasureIncompleteError(name, left.rows)
  return { outcome: 'erased', rows: edits.rows }
}

/** What makes a line of a table one, and none of its content. */
const NO_SEPARATOR = /[^,;|\t\r"]/g

/**
 * Takes out of a text file what its table does not show. Where no contract describes the file (`alone`), a line with an address or number
 * of theirs is theirs, as a row is. @returns whether anything was there
 */
async function eraseBeside(
  path: string,
  out: string,
  alone: boolean,
  suppressions: readonly Suppression[],
): Promise<boolean> {
  const before = await plainText(path)
  if (before === undefined) return false
  const after = before
    .split('\n')
    .map((line) =>
      alone && suppressions.some((one) => one.holds(line))
        ? line.replaceAll(NO_SEPARATOR, '')
        : suppressions.reduce((left, one) => one.without(left, alone), line),
    )
    .join('\n')
  if (after === before) return false
  await writeFile(out, after, { mode: 0o600 })
  return true
}

/** What is no table is looked through as text. */
async function eraseText(
  path: string,
  out: string,
  name: string,
  suppressions: readonly Suppression[],
): Promise<FileErasure> {
  const before = await plainText(path)
  if (before === undefined) return { outcome: 'unreadable' }
  const after = eraseFromText(name, before, suppressions, {}, {}, true)
  if (after === before) return { outcome: 'clean' }
  await writeFile(out, after, { mode: 0o600 })
  return { outcome: 'erased', rows: 1 }
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
