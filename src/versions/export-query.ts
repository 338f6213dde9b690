import { randomUUID } from 'node:crypto'
import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { type ColumnType, textSql } from '../engine/column-types.ts'
import type { ColumnDefinition, Engine, FieldId } from '../engine/engine.ts'
import { sqlName, sqlText } from '../engine/sql.ts'
import { ExportTargetError } from './errors.ts'
import { exportCsv } from './export-csv.ts'
import { exportWorkbook } from './export-workbook.ts'

export type ExportFormat = 'parquet' | 'csv' | 'jsonl' | 'xlsx'

export interface QueryExport {
  readonly engine: Engine
  /** Gives exactly `fields`. */
  readonly query: string
  readonly fields: readonly ColumnDefinition[]
  readonly format: ExportFormat
  /** The file to write; its folder is made. It appears whole or not at all. */
  readonly out: string
  /** What the file would be called, without its ending, where `out` is a folder. */
  readonly called: string
  /** XLSX only: the first rows of its summary. */
  readonly about: readonly (readonly [string, string | number])[]
  /** XLSX only: rows a sheet, header included. */
  readonly maxRowsPerSheet?: number
  /** Parquet only: the ids that columns carry. */
  readonly fieldIds?: ReadonlyMap<string, FieldId>
  /** Parquet only: a file that is the answer, byte for byte. */
  readonly identical?: string
}

export interface WrittenFile {
  readonly path: string
  readonly format: ExportFormat
  readonly bytes: number
  /** XLSX only. */
  readonly sheets?: number
  /** XLSX only: cells longer than Excel can hold, cut to 32,767 characters. */
  readonly cutCells?: number
}

/**
 * Writes what a query gives to a local file. CSV and XLSX carry formula text with a leading apostrophe; JSONL and Parquet carry the
 * values as they are. CSV and XLSX hold a list as one text, its parts joined with `; `; JSONL holds arrays.
 * @throws ExportTargetError
 */
export async function exportQuery(request: QueryExport): Promise<WrittenFile> {
  const target = resolve(request.out)
  const there = await stat(target).catch(() => undefined)
  if (there && !there.isFile())
    throw new ExportTargetError(
      `${target} is not a file. Give --out the name of a file, for example ${join(target, `${request.called}.${request.format}`)}.`,
    )
  const draft = join(dirname(target), `.${basename(target)}.${randomUUID().slice(0, 8)}.part`)
  try {
    await mkdir(dirname(target), { recursive: true })
    const extra = await write(request, draft)
    const { size } = await stat(draft)
    await rename(draft, target)
    return { path: target, format: request.format, bytes: size, ...extra }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR', 'EEXIST'].includes(code))
      throw new ExportTargetError(`Cannot write ${target} (${code}). Choose another --out, or free the place.`, {
        cause: error,
      })
    throw error
  } finally {
    // Best effort: an error here would hide the one that matters.
    await rm(draft, { force: true }).catch(() => undefined)
  }
}

async function write(request: QueryExport, draft: string): Promise<Pick<WrittenFile, 'sheets' | 'cutCells'>> {
  const { engine, format, fields, query, about, maxRowsPerSheet, identical } = request
  switch (format) {
    case 'parquet':
      if (identical !== undefined) await copyFile(identical, draft)
      else await engine.writeParquet(query, draft, request.fieldIds)
      return {}
    case 'csv': {
      await exportCsv(engine, inCells(query, fields), fields, draft)
      return {}
    }
    case 'jsonl':
      await engine.run(`COPY (${withIsoTimes(query, fields)}) TO ${sqlText(draft)} (FORMAT json)`)
      return {}
    case 'xlsx': {
      const made = await exportWorkbook({
        engine,
        query: inCells(query, fields),
        fields,
        path: draft,
        about,
        ...(maxRowsPerSheet ? { maxRowsPerSheet } : {}),
      })
      return { sheets: made.sheets, cutCells: made.cutCells }
    }
  }
}

/** The rows as cells hold them: lists joined, days and times as ISO 8601 text. */
const inCells = (query: string, fields: readonly ColumnDefinition[]): string =>
  asText(query, fields, (type) => type === 'list<string>' || type === 'date' || type === 'timestamptz')

/** JSON has arrays, and no days or times: those are ISO 8601 text. */
const withIsoTimes = (query: string, fields: readonly ColumnDefinition[]): string =>
  asText(query, fields, (type) => type === 'date' || type === 'timestamptz')

function asText(query: string, fields: readonly ColumnDefinition[], which: (type: ColumnType) => boolean): string {
  if (!fields.some(({ type }) => which(type))) return query
  const selected = fields.map(({ name, type }) =>
    which(type) ? `${textSql(sqlName(name), type)} AS ${sqlName(name)}` : sqlName(name),
  )
  return `SELECT ${selected.join(', ')} FROM (${query})`
}
