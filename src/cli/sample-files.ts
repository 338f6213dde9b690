import { readdir, stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { type SampledFile, sampleFile } from '../drafting/sample-file.ts'
import { SourceError } from '../sources/errors.ts'
import { UsageError } from './errors.ts'

const ENDINGS = new Set(['.csv', '.tsv', '.txt', '.xlsx', '.xlsm', '.jsonl', '.ndjson', '.parquet'])

/**
 * Samples the files that are named, and those of a folder. A named file that cannot be read is an error; one of a folder is told.
 * @returns the tables, and the paths of the files that have any
 * @throws UsageError, SourceError
 */
export async function sampleFiles(
  named: readonly string[],
  folder: string | undefined,
): Promise<SampledFile & { readonly paths: readonly string[] }> {
  const found = folder === undefined ? [] : await filesIn(folder)
  const names = [...named, ...found].map((path) => basename(path))
  const folded = names.map((name) => name.normalize('NFC').toLowerCase())
  const twice = names.find((_, at) => folded.indexOf(folded[at] ?? '') !== at)
  if (twice !== undefined)
    throw new UsageError(`Two files are called ${twice}, and a source knows files by name. Rename one of them.`)
  const signed = names.find((name) => /[*?\\]/.test(name) || name.length > 200)
  if (signed !== undefined)
    throw new UsageError(
      `A source cannot say ${signed}: *, ? and \\ stand for others in its patterns. Rename the file.`,
    )
  const sampled: SampledFile[] = []
  for (const path of named) {
    if ((await stat(path).catch(() => undefined))?.isFile() !== true)
      throw new UsageError(`There is no file ${path}. Name a .csv, .xlsx, .jsonl or .parquet file.`)
    sampled.push(await sampleFile(path))
  }
  for (const path of found) sampled.push(await sampleOrSkip(path))
  const tables = sampled.flatMap((one) => one.tables)
  const paths = [...named, ...found].filter((path) => tables.some(({ file }) => file === basename(path)))
  return { tables, skipped: sampled.flatMap(({ skipped }) => skipped), paths }
}

async function filesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') throw new UsageError(`There is no folder ${folder}.`)
    throw error
  })
  const files = names.filter((name) => ENDINGS.has(extname(name).toLowerCase()) && !/^(?:\.|~\$)/.test(name)).sort()
  if (files.length === 0) throw new UsageError(`${folder} holds no .csv, .xlsx, .jsonl or .parquet file.`)
  return files.map((name) => join(folder, name))
}

async function sampleOrSkip(path: string): Promise<SampledFile> {
  try {
    return await sampleFile(path)
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    return { tables: [], skipped: [{ file: basename(path), sheet: null, why: error.message }] }
  }
}
