import { extname } from 'node:path'
import type { ExportFormat } from '../versions/index.ts'
import { UsageError } from './errors.ts'
import { plainText } from './plain-text.ts'

/** What a command that writes rows to a file is asked for. */
export interface ExportOptions {
  readonly as?: ExportFormat
  readonly out?: string
  readonly json: boolean
}

/** The way to name the command's own output in place of a file. */
export const STDOUT = '-'
const FORMATS: readonly ExportFormat[] = ['csv', 'jsonl', 'parquet', 'xlsx']

/** @throws UsageError when the file's name says no format or another one, or its bytes are no text for a pipe */
export function formatAsked({ as, out, json }: ExportOptions): ExportFormat {
  if (out === undefined) return as ?? 'csv'
  if (out === STDOUT) {
    if (json) throw new UsageError('--json and --out - both want stdout. Leave one of them out.')
    if (as === 'xlsx' || as === 'parquet')
      throw new UsageError(`${as} is no text that a pipe can take. Say --as csv or --as jsonl, or --out with a file.`)
    return as ?? 'csv'
  }
  const ending = extname(out).slice(1).toLowerCase()
  const named = FORMATS.find((format) => format === ending)
  if (as === undefined && named === undefined)
    throw new UsageError(
      `--out ${plainText(out)} says no format. End it in .csv, .jsonl, .parquet or .xlsx, or say --as csv.`,
    )
  if (as !== undefined && named !== undefined && named !== as)
    throw new UsageError(`--out ${plainText(out)} is named as ${named}, and --as says ${as}. Say one of the two.`)
  return as ?? named ?? 'csv'
}
