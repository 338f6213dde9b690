import { type FileHandle, open } from 'node:fs/promises'
import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetRead, parquetSchema } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import {
  EmptySheetError,
  type SourcePlace,
  TooManyColumnsError,
  TooManyRowsError,
  UnreadableParquetError,
  ZipBombError,
} from './errors.ts'
import type { Cell, SheetBatch, SheetSource, SourceFile, SourceLimits } from './sheet-source.ts'
import { fitRows } from './table-source.ts'

const BATCH_ROWS = 2048

function bufferOf(file: FileHandle, byteLength: number): AsyncBuffer {
  return {
    byteLength,
    async slice(start, end = byteLength) {
      const bytes = new Uint8Array(Math.max(0, Math.min(end, byteLength) - start))
      const { bytesRead } = await file.read(bytes, 0, bytes.length, start)
      if (bytesRead < bytes.length) throw new Error('the file ends early')
      return bytes.buffer
    },
  }
}

async function withFile<T>(path: string, use: (file: AsyncBuffer) => Promise<T>): Promise<T> {
  const file = await open(path)
  try {
    return await use(bufferOf(file, (await file.stat()).size))
  } finally {
    await file.close()
  }
}

const integerCell = (value: bigint): Cell =>
  value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(value)
    : value.toString()

const jsonText = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'bigint'
      ? integerCell(inner)
      : inner instanceof Uint8Array
        ? Buffer.from(inner).toString('hex')
        : inner,
  )

function toCell(value: unknown): Cell {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (typeof value === 'bigint') return integerCell(value)
  if (value instanceof Date) return value
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : jsonText(value)
}

function refuse(metadata: FileMetaData, header: readonly string[], limits: SourceLimits, place: SourcePlace): void {
  if (header.length === 0) throw new EmptySheetError(place)
  if (header.length > limits.maxColumns) throw new TooManyColumnsError(header.length, limits.maxColumns, place)
  for (const [index, group] of metadata.row_groups.entries())
    if (Number(group.total_byte_size) > limits.maxEntryBytes)
      throw new ZipBombError(
        `its row group ${index + 1} has ${group.total_byte_size} bytes, the limit is ${limits.maxEntryBytes}`,
        place,
      )
  if (limits.maxRows !== undefined && Number(metadata.num_rows) > limits.maxRows)
    throw new TooManyRowsError(limits.maxRows, place)
}

const explain = (error: unknown, place: SourcePlace): UnreadableParquetError =>
  new UnreadableParquetError(error instanceof Error ? error.message : String(error), place, error)

async function readGroup(
  path: string,
  metadata: FileMetaData,
  rowStart: number,
  rowEnd: number,
  place: SourcePlace,
): Promise<unknown[][]> {
  try {
    return await withFile(
      path,
      (file) =>
        new Promise<unknown[][]>((resolve, reject) => {
          parquetRead({ file, metadata, compressors, rowStart, rowEnd, onComplete: resolve }).catch(reject)
        }),
    )
  } catch (error) {
    throw explain(error, place)
  }
}

/** Opens a Parquet file and reads it by row groups, the unit in which memory is spent. */
export async function openParquet(
  path: string,
  sheet: string,
  place: SourcePlace,
  limits: SourceLimits,
): Promise<SourceFile> {
  const metadata = await withFile(path, (file) => parquetMetadataAsync(file)).catch((error: unknown) => {
    throw explain(error, place)
  })
  const header = parquetSchema(metadata).children.map(({ element }) => element.name.trim())
  refuse(metadata, header, limits, place)

  async function read(name: string): Promise<SheetSource> {
    const where = { ...place, sheet: name }
    async function* batches(): AsyncGenerator<SheetBatch, void, undefined> {
      let start = 0
      for (const group of metadata.row_groups) {
        const end = start + Number(group.num_rows)
        const rows = await readGroup(path, metadata, start, end, where)
        for (let from = 0; from < rows.length; from += BATCH_ROWS) {
          const slice = rows.slice(from, from + BATCH_ROWS)
          const first = start + from + 2
          const raw = {
            rowNumbers: slice.map((_, index) => first + index),
            rows: slice.map((row) => row.map(toCell)),
          }
          yield fitRows(raw, header, 0, slice.length, limits.maxCellCharacters)
        }
        start = end
      }
    }
    return { sheet: name, header, headerRow: 1, batches }
  }

  return { format: 'parquet', sheets: [sheet], details: {}, read }
}
