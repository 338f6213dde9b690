import type { FileHandle } from 'node:fs/promises'
import type { PageHeader } from 'hyparquet'
import { parquetHeader } from 'hyparquet/src/column.js'
import { CutShortError, structEnd } from './compact-thrift.ts'
import type { ParquetBudget } from './parquet-budget.ts'
import { type ColumnChunk, readBytes } from './read-footer.ts'
import { unpackPage } from './unpack-page.ts'

/** Statistics in a header may hold two long texts; more than this it never has. */
const HEADER_BYTES = [512, 64 * 1024, 4 * 1024 ** 2]
const MAX_HEADER_VALUES = 1000

/** A page, unpacked. The levels of the second version of data pages stand unpacked before its values. */
export interface ParquetPage {
  readonly header: PageHeader
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Values it says it has, nulls among them. */
  readonly values: number
}

async function readHeader(file: FileHandle, at: number, end: number): Promise<{ header: PageHeader; length: number }> {
  for (const most of HEADER_BYTES) {
    const bytes = await readBytes(file, at, Math.min(most, end - at))
    try {
      const length = structEnd(bytes, 0, MAX_HEADER_VALUES)
      return { header: parquetHeader({ view: new DataView(bytes.buffer, 0, length), offset: 0 }), length }
    } catch (error) {
      if (!(error instanceof CutShortError) || bytes.length === end - at) throw error
    }
  }
  throw new Error('the header of a page is longer than any')
}

const whole = (value: number | undefined): number => {
  if (value === undefined || !Number.isInteger(value) || value < 0)
    throw new Error('a page says it has an impossible size')
  return value
}

/** Reads the page at `at` of a column's pages, judged by its header before it is unpacked. Its bytes are held until they are freed. */
export async function readPage(
  file: FileHandle,
  { meta, end }: ColumnChunk,
  at: number,
  budget: ParquetBudget,
): Promise<{ readonly page: ParquetPage; readonly next: number }> {
  const { header, length } = await readHeader(file, at, end)
  const packed = whole(header.compressed_page_size)
  const unpacked = whole(header.uncompressed_page_size)
  const next = at + length + packed
  if (next > end) throw new Error('a page ends beyond its column')
  const column = meta.path_in_schema.join('.')
  budget.page(packed, unpacked, column)
  budget.unpack(unpacked)
  budget.hold(packed + unpacked, `a page of its column "${column}"`)
  const body = await readBytes(file, at + length, packed)
  const page = { header, ...contentOf(header, meta.codec, body, unpacked) }
  budget.free(packed)
  return { page, next }
}

function contentOf(
  header: PageHeader,
  codec: ColumnChunk['meta']['codec'],
  body: Uint8Array<ArrayBuffer>,
  unpacked: number,
): Pick<ParquetPage, 'bytes' | 'values'> {
  const { dictionary_page_header: dictionary, data_page_header: first, data_page_header_v2: second } = header
  if (header.type === 'DATA_PAGE_V2' && second !== undefined) {
    const levels = whole(second.repetition_levels_byte_length) + whole(second.definition_levels_byte_length)
    if (levels > body.length || levels > unpacked) throw new Error('a page holds less than it says')
    const values = unpackPage(
      second.is_compressed === false ? 'UNCOMPRESSED' : codec,
      body.subarray(levels),
      unpacked - levels,
    )
    const bytes = new Uint8Array(unpacked)
    bytes.set(body.subarray(0, levels))
    bytes.set(values, levels)
    return { bytes, values: whole(second.num_values) }
  }
  const counted = header.type === 'DATA_PAGE' ? first : header.type === 'DICTIONARY_PAGE' ? dictionary : undefined
  // Pages of other kinds hold no values and are passed over.
  if (counted === undefined) return { bytes: new Uint8Array(0), values: 0 }
  return { bytes: unpackPage(codec, body, unpacked), values: whole(counted.num_values) }
}
