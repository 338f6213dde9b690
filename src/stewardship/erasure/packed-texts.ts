import { randomUUID } from 'node:crypto'
import { open, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import { unzipSync } from 'fflate'
import type { Engine } from '../../engine/engine.ts'
import { parquetFiles, sqlFile } from '../../engine/sql.ts'
import { textEncoding } from './plain-text.ts'
import { zipLabels } from './zip-labels.ts'

/** Why a file cannot be looked through. */
export class UndecodableError extends Error {
  override name = 'UndecodableError'
}

/** Bytes of a packed file, or of what is unpacked of one, that are taken into memory. */
const MOST_BYTES = 512 * 1024 ** 2
/** An archive in an archive in an archive is a way to hide something. */
const DEEPEST = 4
const XML_TEXT_ENDS = /<\/(?:si|c|row|p|text|comment|tr|td|li|div)>|<(?:br|tab)\b[^>]*>/g

const begins = (bytes: Uint8Array, mark: string): boolean =>
  Buffer.from(bytes.subarray(0, mark.length)).toString('latin1') === mark

/**
 * All text that a file holds, whatever packs it: rows, statistics and metadata of Parquet, the parts of a zip archive (a workbook is
 * one), gzip, Zstandard, Avro without compression, text in the usual encodings.
 * @throws UndecodableError for anything else
 */
export async function* packedTexts(path: string, engine: Engine, scratch: string): AsyncGenerator<string> {
  if ((await stat(path)).size > MOST_BYTES && !(await isParquet(path)))
    throw new UndecodableError('it is larger than 512 MB, and no Parquet')
  if (await isParquet(path)) yield* parquetTexts(path, engine)
  else yield* bytesTexts(await readFile(path), { engine, scratch, depth: 0, name: basename(path) })
}

async function isParquet(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const head = Buffer.alloc(4)
    await file.read(head, 0, 4, 0)
    return begins(head, 'PAR1')
  } finally {
    await file.close()
  }
}

async function* parquetTexts(path: string, engine: Engine): AsyncGenerator<string> {
  const file = sqlFile(path)
  const queries = [
    `SELECT to_json(t)::VARCHAR AS found FROM ${parquetFiles(path)} t`,
    `SELECT to_json(t)::VARCHAR AS found FROM parquet_metadata(${file}) t`,
    `SELECT decode(key) || ' ' || decode(value) AS found FROM parquet_kv_metadata(${file})`,
  ]
  try {
    for (const query of queries)
      for await (const { columns } of engine.columns(query))
        for (const found of columns[0] ?? []) if (typeof found === 'string') yield found
  } catch {
    throw new UndecodableError('it begins as a Parquet file and cannot be read as one')
  }
}

interface Packing {
  readonly engine: Engine
  readonly scratch: string
  readonly depth: number
  readonly name: string
}

async function* bytesTexts(bytes: Uint8Array, packing: Packing): AsyncGenerator<string> {
  const { engine, scratch, depth, name } = packing
  if (bytes.length === 0) return
  if (depth > DEEPEST) throw new UndecodableError('it is packed more than four times over')
  if (begins(bytes, 'PAR1')) {
    const path = join(scratch, `packed-${randomUUID()}.parquet`)
    await writeFile(path, bytes, { mode: 0o600 })
    try {
      yield* parquetTexts(path, engine)
    } finally {
      await rm(path, { force: true })
    }
  } else if (begins(bytes, 'PK\x03\x04') || begins(bytes, 'PK\x05\x06')) {
    const labels = zipLabels(bytes)
    if (labels === undefined) throw new UndecodableError('it is an archive with bytes that its directory does not name')
    yield* labels
    yield packedItself(bytes)
    for (const [part, unpacked] of Object.entries(unzipped(bytes))) {
      yield* bytesTexts(unpacked, { ...packing, depth: depth + 1, name: part })
    }
  } else if (begins(bytes, '\x1f\x8b')) {
    yield packedItself(bytes)
    yield* bytesTexts(
      unpack('gzip', () => gunzipSync(bytes, { maxOutputLength: MOST_BYTES })),
      { ...packing, depth: depth + 1 },
    )
  } else if (begins(bytes, '\x28\xb5\x2f\xfd')) {
    yield packedItself(bytes)
    yield* bytesTexts(
      unpack('Zstandard', () => zstdDecompressSync(bytes, { maxOutputLength: MOST_BYTES })),
      { ...packing, depth: depth + 1 },
    )
  } else if (begins(bytes, 'Obj\x01')) {
    const text = Buffer.from(bytes).toString('utf8')
    if (/avro\.codec.{1,2}(?:deflate|snappy|zstandard|bzip2|xz)/s.test(text))
      throw new UndecodableError('it is a compressed Avro file')
    yield text
  } else yield* plainTexts(bytes, name)
}

/** What stands in the packed bytes as they are: comments, names, frames that a reader skips. */
const packedItself = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8')

function unzipped(bytes: Uint8Array): Record<string, Uint8Array> {
  let whole = 0
  const names = new Set<string>()
  return unpack('zip', () => {
    return unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        whole += originalSize
        if (whole > MOST_BYTES) throw new UndecodableError('it unpacks to more than 512 MB')
        // Of two parts of a name, and of one of this name, only the last or none would be seen.
        if (names.has(name) || name === '__proto__')
          throw new UndecodableError('it is an archive with parts that hide one another')
        names.add(name)
        return true
      },
    })
  })
}

function unpack<T>(what: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof UndecodableError) throw error
    throw new UndecodableError(`it begins as ${what} and cannot be unpacked as it (or unpacks to more than 512 MB)`)
  }
}

function* plainTexts(bytes: Uint8Array, name: string): Generator<string> {
  const encoding = textEncoding(bytes)
  if (encoding === undefined) throw new UndecodableError('it is no text, and of no format that anything here reads')
  const text = new TextDecoder(encoding).decode(bytes)
  yield text
  if (/^content-transfer-encoding:\s*base64/im.test(text))
    throw new UndecodableError('it is a mail with parts that are packed as base64')
  if (ESCAPED.test(text)) yield unescaped(text)
  // A cell of a workbook may be in pieces, each with a look of its own.
  if (/\.(?:xml|html?|rels|vml)$/.test(name) || text.startsWith('<?xml'))
    yield unescaped(text.replaceAll(XML_TEXT_ENDS, '\n').replaceAll(/<[^>]*>/g, ''))
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  commat: '@',
  period: '.',
  plus: '+',
  nbsp: ' ',
  hyphen: '-',
  shy: '',
}
const ENTITY = new RegExp(`&(${Object.keys(NAMED).join('|')});`, 'g')
const ESCAPED = new RegExp(`\\\\u[0-9a-f]{4}|[%=][0-9a-f]{2}|=\\r?\\n|\\r?\\n[ \\t]|&#\\w+;|${ENTITY.source}`, 'i')

/** A text with the escapes of JSON, HTML, addresses of the web and mail undone, and the lines that mail and cards fold. */
const unescaped = (text: string): string =>
  text
    .replaceAll(/=\r?\n|\r?\n[ \t]/g, '')
    .replaceAll(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll(/[%=]([2-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll(/&#(?:x([0-9a-f]{1,6})|(\d{1,7}));/gi, (found, hex?: string, decimal?: string) => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
      return code <= 0x10ffff ? String.fromCodePoint(code) : found
    })
    .replaceAll(ENTITY, (_, entity: string) => NAMED[entity] ?? '')
