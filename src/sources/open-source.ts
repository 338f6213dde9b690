import { open } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import type { SourceFile, SourceLimits } from './sheet-source.ts'
import { type FileGlimpse, sniffFormat } from './sniff-format.ts'

const GLIMPSE_BYTES = 64 * 1024

async function glimpse(path: string): Promise<FileGlimpse> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const length = Math.min(size, GLIMPSE_BYTES)
    const head = Buffer.alloc(length)
    const tail = Buffer.alloc(length)
    await file.read(head, 0, length, 0)
    await file.read(tail, 0, length, size - length)
    return { head, tail }
  } finally {
    await file.close()
  }
}

/**
 * The one door to source files: opens XLSX, CSV, JSON lines or Parquet, told apart by content, then by extension.
 * Reading is streamed: memory holds a batch (of Parquet a row group; of XLSX the distinct texts as well), never the file.
 * Throws a `SourceError` of the class that names the trouble. `name` is the file's name where the path is only a copy's:
 * it is what errors say, what the extension is read from, and what one-sheet formats call their sheet.
 */
export async function openSource(path: string, limits: SourceLimits & { readonly name?: string }): Promise<SourceFile> {
  const name = basename(limits.name ?? path)
  const place = { file: name }
  const seen = await glimpse(path)
  const sheet = basename(name, extname(name))
  return sniffFormat(seen, place).open({ path, head: seen.head, sheet, place, limits })
}
