import { createHash } from 'node:crypto'
import { VersionDamagedError } from './errors.ts'

/** The part of Avro that Iceberg's manifests need. Attributes such as `field-id` travel along unread. */
export type AvroSchema =
  | 'null'
  | 'boolean'
  | 'int'
  | 'long'
  | 'string'
  | 'bytes'
  | readonly AvroSchema[]
  | { readonly type: 'record'; readonly name: string; readonly fields: readonly AvroField[] }
  | { readonly type: 'array'; readonly items: AvroSchema; readonly logicalType?: string }
  | { readonly type: 'map'; readonly values: AvroSchema }
export interface AvroField {
  readonly name: string
  readonly type: AvroSchema
  readonly 'field-id'?: number
  readonly default?: null
}
export type AvroValue = null | boolean | number | string | Uint8Array | readonly AvroValue[] | AvroRecord
export interface AvroRecord {
  readonly [name: string]: AvroValue
}

const magic = Buffer.from('Obj\u0001')
const headerSchema: AvroSchema = { type: 'map', values: 'bytes' }
const isUnion = (schema: AvroSchema): schema is readonly AvroSchema[] => Array.isArray(schema)
const isRecord = (value: AvroValue): value is AvroRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)

function long(value: number): Buffer {
  if (!Number.isSafeInteger(value * 2))
    throw new RangeError(`${value} is no whole number that Avro's writer here can hold.`)
  let rest = value >= 0 ? value * 2 : -value * 2 - 1
  const bytes: number[] = []
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128)
  bytes.push(rest)
  return Buffer.from(bytes)
}

function encode(schema: AvroSchema, value: AvroValue, out: Uint8Array[]): void {
  const wrong = () => new TypeError(`Avro cannot write ${JSON.stringify(value)} as ${JSON.stringify(schema)}.`)
  if (isUnion(schema)) {
    const branch = schema.findIndex((option) => (option === 'null') === (value === null))
    const chosen = schema[branch]
    if (chosen === undefined) throw wrong()
    out.push(long(branch))
    encode(chosen, value, out)
  } else if (schema === 'null') {
    if (value !== null) throw wrong()
  } else if (schema === 'boolean' && typeof value === 'boolean') out.push(Buffer.from([value ? 1 : 0]))
  else if ((schema === 'int' || schema === 'long') && typeof value === 'number') out.push(long(value))
  else if (schema === 'string' && typeof value === 'string') {
    const bytes = Buffer.from(value)
    out.push(long(bytes.length), bytes)
  } else if (schema === 'bytes' && value instanceof Uint8Array) out.push(long(value.length), value)
  else if (typeof schema === 'object') encodeNested(schema, value, out, wrong)
  else throw wrong()
}

type Nested = Exclude<AvroSchema, string | readonly AvroSchema[]>

function encodeNested(schema: Nested, value: AvroValue, out: Uint8Array[], wrong: () => Error): void {
  if (schema.type === 'record') {
    if (!isRecord(value)) throw wrong()
    for (const field of schema.fields) encode(field.type, value[field.name] ?? null, out)
    return
  }
  const items = schema.type === 'array' && Array.isArray(value) ? (value as readonly AvroValue[]) : undefined
  const members = schema.type === 'map' && isRecord(value) ? Object.entries(value) : undefined
  if (!items && !members) throw wrong()
  const count = items?.length ?? members?.length ?? 0
  if (count > 0) out.push(long(count))
  if (schema.type === 'array') for (const item of items ?? []) encode(schema.items, item, out)
  else
    for (const [key, member] of members ?? []) {
      encode('string', key, out)
      encode(schema.values, member, out)
    }
  out.push(long(0))
}

class Cursor {
  readonly #bytes: Buffer
  #at = 0
  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }
  get done(): boolean {
    return this.#at >= this.#bytes.length
  }
  take(count: number): Buffer {
    if (count < 0 || this.#at + count > this.#bytes.length) throw new RangeError('the file ends too early')
    this.#at += count
    return this.#bytes.subarray(this.#at - count, this.#at)
  }
  long(): number {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = this.take(1)[0] ?? 0
      value += (byte & 127) * scale
      if (byte < 128) break
      if (scale > 2 ** 49) throw new RangeError('a number is longer than 53 bits')
    }
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }
}

function decode(schema: AvroSchema, from: Cursor): AvroValue {
  if (isUnion(schema)) {
    const branch = schema[from.long()]
    if (branch === undefined) throw new RangeError('a union has no such branch')
    return decode(branch, from)
  }
  switch (schema) {
    case 'null':
      return null
    case 'boolean':
      return from.take(1)[0] === 1
    case 'int':
    case 'long':
      return from.long()
    case 'string':
      return from.take(from.long()).toString('utf8')
    case 'bytes':
      return from.take(from.long())
    default:
      return decodeNested(schema, from)
  }
}

function* blocks(from: Cursor): Generator<void> {
  for (let count = from.long(); count !== 0; count = from.long()) {
    if (count < 0) from.long()
    for (let left = Math.abs(count); left > 0; left--) yield
  }
}

function decodeNested(schema: Nested, from: Cursor): AvroValue {
  if (schema.type === 'record')
    return Object.fromEntries(schema.fields.map((field) => [field.name, decode(field.type, from)]))
  if (schema.type === 'array') return decodeItems(schema.items, from)
  const members: [string, AvroValue][] = []
  for (const _ of blocks(from)) members.push([from.take(from.long()).toString('utf8'), decode(schema.values, from)])
  return Object.fromEntries(members)
}

function decodeItems(items: AvroSchema, from: Cursor): AvroValue[] {
  const found: AvroValue[] = []
  for (const _ of blocks(from)) found.push(decode(items, from))
  return found
}

/**
 * An Avro object container file (codec null). The sync marker comes from the content, so the same rows give the same bytes.
 * Source: Avro 1.12 specification, "Object Container Files".
 */
export function writeAvro(
  schema: AvroSchema,
  properties: Readonly<Record<string, string>>,
  rows: readonly AvroValue[],
): Uint8Array {
  const block: Uint8Array[] = []
  for (const row of rows) encode(schema, row, block)
  const data = Buffer.concat(block)
  const header: Record<string, Uint8Array> = {
    'avro.schema': Buffer.from(JSON.stringify(schema)),
    'avro.codec': Buffer.from('null'),
  }
  for (const [name, value] of Object.entries(properties)) header[name] = Buffer.from(value)
  const parts: Uint8Array[] = [magic]
  encode(headerSchema, header, parts)
  const sync = createHash('sha256').update(Buffer.concat(parts)).update(data).digest().subarray(0, 16)
  parts.push(sync)
  if (rows.length > 0) parts.push(long(rows.length), long(data.length), data, sync)
  return Buffer.concat(parts)
}

/** Reads what `writeAvro` wrote. @throws VersionDamagedError naming `where` when the bytes are not such a file. */
export function readAvro(bytes: Uint8Array, where: string): { properties: Record<string, string>; rows: AvroValue[] } {
  try {
    const from = new Cursor(bytes)
    if (!from.take(4).equals(magic)) throw new Error('it does not begin as an Avro file')
    const header = decode(headerSchema, from)
    const properties: Record<string, string> = {}
    if (isRecord(header))
      for (const [name, value] of Object.entries(header))
        if (value instanceof Uint8Array) properties[name] = Buffer.from(value).toString('utf8')
    if ((properties['avro.codec'] ?? 'null') !== 'null') throw new Error(`its codec is ${properties['avro.codec']}`)
    const schema = JSON.parse(properties['avro.schema'] ?? '') as AvroSchema
    const sync = from.take(16)
    const rows: AvroValue[] = []
    while (!from.done) {
      const count = from.long()
      from.long()
      for (let i = 0; i < count; i++) rows.push(decode(schema, from))
      if (!from.take(16).equals(sync)) throw new Error('a block does not end with the sync marker')
    }
    return { properties, rows }
  } catch (error) {
    throw new VersionDamagedError(where, error instanceof Error ? error.message : String(error), { cause: error })
  }
}
