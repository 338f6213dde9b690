import { readdir, stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { type SampledFile, sampleFile } from '../drafting/sample-file.ts'
import { SourceError } from '../sources/errors.ts'
import { UsageError } from './errors.ts'

const ENDINGS = new Set(['.csv', '.tsv', '.txt', '.xlsx', '.xlsm', '.jsonl', '.ndjson', '.parquet'])

/**
 * Samples the files that are named, and those of a folder. A named file that cannot be read is an error; one of a folder is told.
 * @throws UsageError, SourceError
 */
export async function sampleFiles(named: readonly string[], folder: string | undefined): Promise<SampledFile> {
  const found = folder === undefined ? [] : await filesIn(folder)
  const twice = [...named, ...found].map((path) => basename(path)).find((name, at, all) => all.indexOf(name) !== at)
  if (twice !== undefined)
    throw new UsageError(`Two files are called ${twice}, and a source knows files by name. Rename one of them.`)
  const sampled: SampledFile[] = []
  for (const path of named) {
    if ((await stat(path).catch(() => undefined))?.isFile() !== true)
      throw new UsageError(`There is no file ${path}. Name a .csv, .xlsx, .jsonl or .parquet file.`)
    sampled.push(await sampleFile(path))
  }
  for (const path of found) sampled.push(await sampleOrSkip(path))
  return { tables: sampled.flatMap(({ tables }) => tables), skipped: sampled.flatMap(({ skipped }) => skipped) }
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
