import { isUtf8 } from 'node:buffer'
import type { ColumnMetaData, Encoding, SchemaTree } from 'hyparquet'
import { convert, DEFAULT_PARSERS } from 'hyparquet/src/convert.js'
import { deltaBinaryUnpack } from 'hyparquet/src/delta.js'
import { byteStreamSplit } from 'hyparquet/src/encoding.js'
import { readPlain } from 'hyparquet/src/plain.js'
import { TooLong } from '../raw-rows.ts'
import { Utf8WithFaults } from '../utf8-with-faults.ts'
import { textLength } from '../xml-scanner.ts'
import { exactValues } from './exact-values.ts'
import { readHybridRuns } from './hybrid-runs.ts'
import type { ParquetBudget } from './parquet-budget.ts'

export type Values = ArrayLike<unknown>

/** Gives the next `count` values of a page. */
export type TakeValues = (count: number) => Values

const CUT_SHORT = 'a page holds less than it says'
/** What a small object costs beside what it holds. */
const OBJECT_BYTES = 128
const MAX_DELTA_BLOCK = 1024 ** 2

export type Parsers = typeof DEFAULT_PARSERS

/** Text of JSON stays the text it is: a number in it keeps its digits, and depth costs nothing. */
export const parsers: Parsers = {
  ...DEFAULT_PARSERS,
  jsonFromBytes: (bytes) => DEFAULT_PARSERS.stringFromBytes(bytes),
}

/** Parsers that make no text of what is longer than a cell may be. `onFault` is told of text that is no UTF-8, whose bytes are escaped. */
export function cellParsers(maxCellCharacters: number, onFault: () => void): Parsers {
  const textOf = (bytes: Uint8Array): unknown => {
    if (isUtf8(bytes)) return DEFAULT_PARSERS.stringFromBytes(bytes)
    onFault()
    return new Utf8WithFaults().write(Buffer.from(bytes), true)
  }
  // No character of UTF-16 takes more than three bytes of UTF-8.
  const text = (bytes: Uint8Array): unknown =>
    bytes.length > maxCellCharacters * 3 ? new TooLong(textLength(bytes)) : textOf(bytes)
  return { ...DEFAULT_PARSERS, stringFromBytes: text, jsonFromBytes: text }
}

/** What decodes the values of a leaf. */
export interface LeafDecoder {
  readonly meta: ColumnMetaData
  readonly path: readonly SchemaTree[]
  readonly budget: ParquetBudget
  readonly parsers: Parsers
  dictionary?: Values
}

function converted(data: Parameters<typeof convert>[0], { meta, path, parsers: how }: LeafDecoder): Values {
  const element = path.at(-1)?.element
  if (element === undefined) throw new Error('its schema has no columns')
  const exact = exactValues(element)
  if (exact !== undefined) return Array.from(data as Values, exact)
  const { codec, path_in_schema: pathInSchema, type } = meta
  return convert(data, { codec, pathInSchema, type, element, schemaPath: [...path], parsers: how })
}

const typeLength = ({ path }: LeafDecoder): number | undefined => path.at(-1)?.element.type_length

/** The entries of a dictionary page. They are held for as long as the column is read. */
export function readDictionary(bytes: Uint8Array<ArrayBuffer>, values: number, leaf: LeafDecoder): Values {
  const what = `the dictionary of its column "${leaf.meta.path_in_schema.join('.')}"`
  leaf.budget.hold(values * OBJECT_BYTES + bytes.length * 2, what)
  const reader = { view: new DataView(bytes.buffer), offset: 0 }
  return converted(readPlain(reader, leaf.meta.type, values, typeLength(leaf)), leaf)
}

/** Opens the `count` values, nulls not among them, that stand from `at` on. `held` is what they add to what is held. */
export function openValues(
  bytes: Uint8Array<ArrayBuffer>,
  at: number,
  count: number,
  encoding: Encoding,
  leaf: LeafDecoder,
): { readonly take: TakeValues; readonly held: number } {
  const each = { PLAIN: 0, RLE: 1, PLAIN_DICTIONARY: 4, RLE_DICTIONARY: 4, BYTE_STREAM_SPLIT: OBJECT_BYTES }
  const held = count * (encoding in each ? each[encoding as keyof typeof each] : 8)
  leaf.budget.hold(held, `a page of its column "${leaf.meta.path_in_schema.join('.')}"`)
  const take = takerOf(bytes, at, count, encoding, leaf)
  return { take: (wanted) => (wanted === 0 ? [] : take(wanted)), held }
}

function takerOf(
  bytes: Uint8Array<ArrayBuffer>,
  at: number,
  count: number,
  encoding: Encoding,
  leaf: LeafDecoder,
): TakeValues {
  const { type } = leaf.meta
  const view = new DataView(bytes.buffer)
  if (count === 0) return () => []
  switch (encoding) {
    case 'PLAIN': {
      if (type === 'BOOLEAN') return bitsFrom(bytes, at)
      const reader = { view, offset: at }
      return (wanted) => converted(readPlain(reader, type, wanted, typeLength(leaf)), leaf)
    }
    case 'RLE': {
      const flags = new Uint8Array(count)
      readHybridRuns({ bytes, start: at + 4, end: at + 4 + view.getUint32(at, true), width: 1 }, flags)
      return slicesOf(flags, (part) => Array.from(part, (flag) => flag === 1))
    }
    case 'PLAIN_DICTIONARY':
    case 'RLE_DICTIONARY':
      return fromDictionary(bytes, at, count, leaf)
    case 'BYTE_STREAM_SPLIT': {
      const whole = byteStreamSplit({ view, offset: at }, fitting(bytes, at, count, leaf), type, typeLength(leaf))
      return slicesOf(whole, (part) => converted(part, leaf))
    }
    case 'DELTA_BINARY_PACKED': {
      const numbers = type === 'INT32' ? new Int32Array(count) : new BigInt64Array(count)
      unpackDeltas(view, at, numbers)
      return slicesOf(numbers, (part) => converted(part, leaf))
    }
    case 'DELTA_LENGTH_BYTE_ARRAY':
    case 'DELTA_BYTE_ARRAY':
      return fromLengths(bytes, at, count, encoding === 'DELTA_BYTE_ARRAY', leaf)
    default:
      throw new Error(`a page is written as ${encoding}, which is not read`)
  }
}

function slicesOf<T extends { slice(start: number, end: number): T }>(
  whole: T,
  finish: (part: T) => Values,
): TakeValues {
  let given = 0
  return (wanted) => {
    given += wanted
    return finish(whole.slice(given - wanted, given))
  }
}

function bitsFrom(bytes: Uint8Array, at: number): TakeValues {
  let bit = at * 8
  return (wanted) => {
    if (bit + wanted > bytes.length * 8) throw new Error(CUT_SHORT)
    bit += wanted
    const from = bit - wanted
    return Array.from({ length: wanted }, (_, index) => {
      const place = from + index
      return (((bytes[place >> 3] ?? 0) >> (place & 7)) & 1) === 1
    })
  }
}

function fromDictionary(
  bytes: Uint8Array<ArrayBuffer>,
  at: number,
  count: number,
  { dictionary, budget }: LeafDecoder,
): TakeValues {
  if (dictionary === undefined) throw new Error('a page refers to a dictionary that is not there')
  const indexes = new Uint32Array(count)
  readHybridRuns({ bytes, start: at + 1, end: bytes.length, width: bytes[at] ?? 0 }, indexes)
  return slicesOf(indexes, (part) => {
    let text = 0
    const values = Array.from(part, (index) => {
      const value = dictionary[index]
      if (value === undefined) throw new Error('a page refers to what is not in its dictionary')
      if (typeof value === 'string') text += value.length
      return value
    })
    budget.unpack(text)
    return values
  })
}

/** The count, when so many values can stand there. */
function fitting(bytes: Uint8Array, at: number, count: number, leaf: LeafDecoder): number {
  const { type } = leaf.meta
  const width = type === 'INT32' || type === 'FLOAT' ? 4 : type === 'INT64' || type === 'DOUBLE' ? 8 : typeLength(leaf)
  if (width === undefined || width < 1 || count * width > bytes.length - at) throw new Error(CUT_SHORT)
  return count
}

/** @returns the place after the numbers */
function unpackDeltas(view: DataView, at: number, into: Int32Array | BigInt64Array): number {
  const [block, parts] = numbersAt(view, at)
  if (parts === 0 || block > MAX_DELTA_BLOCK || block % (parts * 8) !== 0)
    throw new Error('a page holds numbers in blocks of an impossible size')
  const reader = { view, offset: at }
  deltaBinaryUnpack(reader, into.length, into)
  return reader.offset
}

/** Numbers of a block, and the parts it has. */
function numbersAt(view: DataView, start: number): [block: number, parts: number] {
  let at = start
  const next = (): number => {
    let value = 0
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = view.getUint8(at++)
      value += (byte & 127) * 2 ** shift
      if (byte < 128) return value
    }
    throw new Error('a page holds a number without end')
  }
  return [next(), next()]
}

/** Texts whose lengths stand before them; each may begin with some of the one before it. */
function fromLengths(
  bytes: Uint8Array<ArrayBuffer>,
  at: number,
  count: number,
  shared: boolean,
  leaf: LeafDecoder,
): TakeValues {
  const view = new DataView(bytes.buffer)
  const prefixes = new Int32Array(shared ? count : 0)
  const lengths = new Int32Array(count)
  let place = unpackDeltas(view, shared ? unpackDeltas(view, at, prefixes) : at, lengths)
  let before = new Uint8Array(0)
  let given = 0
  const next = (): Uint8Array => {
    const prefix = prefixes[given] ?? 0
    const length = lengths[given++] ?? -1
    if (prefix < 0 || prefix > before.length || length < 0 || place + length > bytes.length) throw new Error(CUT_SHORT)
    const rest = bytes.subarray(place, place + length)
    place += length
    if (prefix === 0) before = rest
    else {
      const whole = new Uint8Array(prefix + length)
      whole.set(before.subarray(0, prefix))
      whole.set(rest, prefix)
      before = whole
    }
    return before
  }
  return (wanted) => {
    let size = 0
    for (let index = given; index < given + wanted; index++) size += prefixes[index] ?? 0
    leaf.budget.unpack(size)
    leaf.budget.hold(size, `some texts of its column "${leaf.meta.path_in_schema.join('.')}"`)
    const values = converted(
      Array.from({ length: wanted }, () => next()),
      leaf,
    )
    leaf.budget.free(size)
    return values
  }
}
