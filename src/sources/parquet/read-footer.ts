import type { FileHandle } from 'node:fs/promises'
import { type ColumnMetaData, type FileMetaData, parquetMetadata, parquetSchema, type SchemaTree } from 'hyparquet'
import { structEnd } from './compact-thrift.ts'

const MAX_FOOTER_BYTES = 32 * 1024 ** 2
const MAX_FOOTER_VALUES = 4_000_000

/** One column of a row group. */
export interface ColumnChunk {
  /** From the root of the schema to the column's leaf. */
  readonly path: readonly SchemaTree[]
  readonly meta: ColumnMetaData
  /** Where its pages stand in the file. */
  readonly start: number
  readonly end: number
}

export interface RowGroup {
  readonly rows: number
  /** Bytes that its pages unpack to, as the footer says. */
  readonly bytes: number
  readonly chunks: readonly ColumnChunk[]
}

export interface ParquetFooter {
  readonly tree: SchemaTree
  readonly leaves: number
  readonly rows: number
  readonly groups: readonly RowGroup[]
}

/** Reads bytes of the file into a buffer of their own. @throws Error when the file ends before */
export async function readBytes(file: FileHandle, start: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length)
  for (let filled = 0; filled < length; ) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, start + filled)
    if (bytesRead === 0) throw new Error('the file ends early')
    filled += bytesRead
  }
  return bytes
}

/** Reads and judges what the file says of itself, before any of its pages is read. @throws Error */
export async function readFooter(file: FileHandle, size: number): Promise<ParquetFooter> {
  if (size < 12) throw new Error('the file ends early')
  const mark = Buffer.from(await readBytes(file, size - 8, 8))
  if (mark.toString('latin1', 4) !== 'PAR1') throw new Error('it does not end as one')
  const length = mark.readUInt32LE(0)
  if (length + 12 > size) throw new Error('its footer begins before the file does')
  if (length > MAX_FOOTER_BYTES) throw new Error(`its footer has ${length} bytes, the most is ${MAX_FOOTER_BYTES}`)
  const bytes = await readBytes(file, size - 8 - length, length + 8)
  structEnd(bytes.subarray(0, length), 0, MAX_FOOTER_VALUES)
  return judged(parquetMetadata(bytes, { geoparquet: false }), size - 8 - length)
}

function judged(metadata: FileMetaData, end: number): ParquetFooter {
  const tree = parquetSchema(metadata)
  const paths = [...leavesOf(tree, [])]
  const groups = metadata.row_groups.map(({ columns, num_rows, total_byte_size }, index): RowGroup => {
    if (columns.length !== paths.length)
      throw new Error(`its row group ${index + 1} has ${columns.length} columns, its schema ${paths.length}`)
    const rows = count(num_rows)
    const chunks = columns.map(({ meta_data: meta, file_path }, at): ColumnChunk => {
      const path = paths[at] ?? []
      const name = path.at(-1)?.path.join('.') ?? ''
      if (meta === undefined || file_path)
        throw new Error(`its column "${name}" stands in another file, or is encrypted`)
      if (meta.path_in_schema.join('.') !== name) throw new Error(`its column "${name}" is not where its schema says`)
      if (path.some(({ element }) => element.logical_type?.type === 'VARIANT'))
        throw new Error(`its column "${name}" is a VARIANT, which is not read`)
      const first = count(meta.data_page_offset)
      const dictionary = count(meta.dictionary_page_offset ?? 0n)
      const start = dictionary > 0 && dictionary < first ? dictionary : first
      return { path, meta, start, end: start + count(meta.total_compressed_size) }
    })
    return { rows, bytes: count(total_byte_size), chunks }
  })
  refuseOverlaps(groups, end)
  const rows = groups.reduce((sum, group) => sum + group.rows, 0)
  if (rows !== count(metadata.num_rows)) throw new Error(`it says it has ${metadata.num_rows} rows, its groups ${rows}`)
  return { tree, leaves: paths.length, rows, groups }
}

function count(value: bigint | number): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number) || number < 0) throw new Error(`its footer holds an impossible size, ${value}`)
  return number
}

function* leavesOf(node: SchemaTree, above: readonly SchemaTree[]): Generator<readonly SchemaTree[]> {
  const path = [...above, node]
  if (node.children.length === 0 && above.length > 0) yield path
  for (const child of node.children) yield* leavesOf(child, path)
}

/** Pages that several columns shared would be unpacked again and again. */
function refuseOverlaps(groups: readonly RowGroup[], end: number): void {
  let last = 4
  const chunks = groups.flatMap((group) => group.chunks).filter((chunk) => chunk.end > chunk.start)
  for (const chunk of chunks.sort((a, b) => a.start - b.start)) {
    if (chunk.start < last || chunk.end > end) throw new Error('its columns overlap, or end beyond the file')
    last = chunk.end
  }
}
