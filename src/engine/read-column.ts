import {
  DuckDBBigIntVector,
  DuckDBBlobVector,
  type DuckDBDataChunk,
  DuckDBDateVector,
  DuckDBDoubleVector,
  DuckDBIntegerVector,
  DuckDBListVector,
  DuckDBTimestampTZVector,
  DuckDBUIntegerVector,
  DuckDBVarCharVector,
} from '@duckdb/node-api'
import { timeOf } from './iso-time.ts'

/** Of the binding's vectors, what is read here: their memory instead of a call and three big integers a value. */
interface Memory {
  readonly validity: { readonly data: BigUint64Array | null; readonly offset: number }
}
interface NumberMemory extends Memory {
  readonly items: ArrayLike<number | bigint>
}
interface TextMemory extends Memory {
  readonly dataView: DataView
  readonly vector: ConstructorParameters<typeof DuckDBVarCharVector>[2]
}

const NUMBERS = [DuckDBBigIntVector, DuckDBIntegerVector, DuckDBUIntegerVector, DuckDBDoubleVector]

/** A text in a vector: its length, then the text itself up to 12 bytes, else its first four and where it lies. */
const TEXT_WORDS = 4
const SHORT_BYTES = 12
/** Texts of a Parquet page are four bytes apart, which hold a length. Wider gaps may lie between two allocations. */
const GAP_BYTES = 4

export type ColumnValue = string | number | readonly (string | null)[] | null

/**
 * One column of a chunk: BIGINT as numbers (exact up to 2^53), DATE and TIMESTAMPTZ as ISO 8601 text, a list of texts as an array, NULL as
 * null; undefined for other types than these, VARCHAR, INTEGER, UINTEGER and DOUBLE.
 */
export function readColumn(chunk: DuckDBDataChunk, column: number): ColumnValue[] | undefined {
  const vector = chunk.getColumnVector(column)
  if (vector instanceof DuckDBVarCharVector) return readTexts(vector, chunk.rowCount)
  if (NUMBERS.some((type) => vector instanceof type))
    return readNumbers(vector as unknown as NumberMemory, chunk.rowCount)
  if (vector instanceof DuckDBListVector) return readLists(vector, chunk.rowCount)
  if (vector instanceof DuckDBDateVector)
    return Array.from({ length: chunk.rowCount }, (_, i) => {
      const value = vector.getItem(i)
      return value === null ? null : value.toString()
    })
  if (vector instanceof DuckDBTimestampTZVector)
    return Array.from({ length: chunk.rowCount }, (_, i) => {
      const value = vector.getItem(i)
      return value === null ? null : (timeOf(value.micros) ?? value.toString())
    })
  return undefined
}

/** The texts of all rows are read at once, and each row takes its own. */
function readLists(vector: DuckDBListVector, count: number): (readonly (string | null)[] | null)[] | undefined {
  const { childVector } = vector
  if (!(childVector instanceof DuckDBVarCharVector)) return undefined
  const isNull = nulls(vector as unknown as Memory)
  const texts = readTexts(childVector, childVector.itemCount)
  return Array.from({ length: count }, (_, i) => {
    const start = vector.getEntryOffset(i)
    return isNull(i) ? null : texts.slice(start, start + vector.getEntryLength(i))
  })
}

function readNumbers(memory: NumberMemory, count: number): (number | null)[] {
  const isNull = nulls(memory)
  const { items } = memory
  const values: (number | null)[] = []
  for (let i = 0; i < count; i++) values.push(isNull(i) ? null : Number(items[i]))
  return values
}

function readTexts(vector: DuckDBVarCharVector, count: number): (string | null)[] {
  const memory = vector as unknown as TextMemory
  const { buffer, byteOffset } = memory.dataView
  const isNull = nulls(memory)
  const words = new Uint32Array(buffer, byteOffset, count * TEXT_WORDS)
  const bytes = Buffer.from(buffer, byteOffset, words.byteLength)
  const values: (string | null)[] = []
  const long: number[] = []
  for (let i = 0; i < count; i++) {
    const at = i * TEXT_WORDS
    const length = words[at] as number
    if (isNull(i)) values.push(null)
    else if (length <= SHORT_BYTES) values.push(bytes.toString('utf8', (at + 1) * 4, (at + 1) * 4 + length))
    else {
      values.push('')
      long.push(i)
    }
  }
  if (long.length > 0) readLongTexts(memory, words, long, values)
  return values
}

/**
 * Texts that lie side by side, as in a page of Parquet or a heap of the engine, are fetched by one call; what lies at one place (Parquet's
 * dictionaries hold each value once, however many rows have it) is decoded once.
 */
function readLongTexts(memory: TextMemory, words: Uint32Array, rows: readonly number[], values: (string | null)[]) {
  const placeOf = (row: number) =>
    (words[row * TEXT_WORDS + 3] as number) * 2 ** 32 + (words[row * TEXT_WORDS + 2] as number)
  const lengthOf = (row: number) => words[row * TEXT_WORDS] as number
  let inOrder = true
  let last = 0
  for (const row of rows) {
    const place = placeOf(row)
    if (place < last) inOrder = false
    last = place
  }
  const sorted = inOrder ? rows : [...rows].sort((a, b) => placeOf(a) - placeOf(b))
  for (let from = 0; from < sorted.length; ) {
    const start = placeOf(sorted[from] as number)
    let end = start
    let to = from
    for (; to < sorted.length; to++) {
      const place = placeOf(sorted[to] as number)
      if (to > from && place > end + GAP_BYTES) break
      end = Math.max(end, place + lengthOf(sorted[to] as number))
    }
    const run = bytesAt(memory, start, end - start)
    let [seenPlace, seenLength, seen] = [-1, -1, '']
    for (; from < to; from++) {
      const row = sorted[from] as number
      const [place, length] = [placeOf(row), lengthOf(row)]
      if (place !== seenPlace || length !== seenLength) {
        seen = run.toString('utf8', place - start, place - start + length)
        seenPlace = place
        seenLength = length
      }
      values[row] = seen
    }
  }
}

function bytesAt({ vector }: TextMemory, place: number, length: number): Buffer {
  const text = new DataView(new ArrayBuffer(16))
  text.setUint32(0, length, true)
  text.setUint32(8, place % 2 ** 32, true)
  text.setUint32(12, Math.floor(place / 2 ** 32), true)
  const bytes = new DuckDBBlobVector(text, ALL_VALID, vector, 0, 1).getItemBytes(0) as Uint8Array
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

const ALL_VALID = { itemValid: () => true } as unknown as ConstructorParameters<typeof DuckDBVarCharVector>[1]

function nulls({ validity }: Memory): (row: number) => boolean {
  const { data, offset } = validity
  if (data === null) return () => false
  const bits = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  return (row) => ((bits[(offset + row) >> 3] as number) & (1 << ((offset + row) & 7))) === 0
}
