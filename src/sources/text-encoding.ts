import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import iconv from 'iconv-lite'
import { SourceError, type SourcePlace } from './errors.ts'
import { legacyEncoding } from './legacy-encoding.ts'
import { Utf8WithFaults } from './utf8-with-faults.ts'

/** How the bytes of a text file become characters. */
export interface TextEncoding {
  /** As browsers name it. */
  readonly encoding: string
  readonly bom: boolean
  /** What it is known by; `letters`: by how often which bytes follow each other. */
  readonly how: 'stated' | 'mark' | 'content' | 'letters' | 'guess'
  /** Why it is a guess. */
  readonly fallback?: string
  /** Of a guess: it, and what else the text may be in. */
  readonly candidates?: readonly string[]
  /** Where bytes of a file that is UTF-8 are not, from 1. */
  readonly badBytes?: readonly number[]
}

const CHUNK_BYTES = 256 * 1024
const chunksOf = (path: string) => createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>

function byMark(head: Buffer): TextEncoding | undefined {
  const marked = (encoding: string): TextEncoding => ({ encoding, bom: true, how: 'mark' })
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return marked('utf-8')
  if (head.subarray(0, 4).equals(Buffer.from('fffe0000', 'hex'))) return marked('utf-32le')
  if (head.subarray(0, 4).equals(Buffer.from('0000feff', 'hex'))) return marked('utf-32be')
  if (head[0] === 0xff && head[1] === 0xfe) return marked('utf-16le')
  if (head[0] === 0xfe && head[1] === 0xff) return marked('utf-16be')
  return undefined
}

/** UTF-16 and UTF-32 without a mark show by the zero bytes beside every Latin character, be it only a delimiter or a line end. */
export function encodingByZeros(head: Buffer): 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be' | undefined {
  const zeros = [0, 0, 0, 0]
  const whole = head.length - (head.length % 4)
  for (let at = 0; at < whole; at++) if (head[at] === 0) zeros[at % 4] = (zeros[at % 4] ?? 0) + 1
  const [a = 0, b = 0, c = 0, d = 0] = zeros
  const quarter = whole / 4
  if (quarter > 0 && a === 0 && c === quarter && d === quarter) return 'utf-32le'
  if (quarter > 0 && d === 0 && a === quarter && b === quarter) return 'utf-32be'
  const pairs = Math.floor(head.length / 2)
  const [even, odd] = [a + c, b + d]
  if (odd > pairs * 0.01 && even < odd * 0.05 && plausible(head, 'utf-16le')) return 'utf-16le'
  if (even > pairs * 0.01 && odd < even * 0.05 && plausible(head, 'utf-16be')) return 'utf-16be'
  return undefined
}

/**
 * Whether bytes are a text with lines in an encoding, and none of its characters one that nobody writes. A stray zero byte in a text of
 * another encoding makes no line end of its own.
 */
function plausible(head: Buffer, encoding: string): boolean {
  const text = iconv.decode(head.subarray(0, 4096 - (head.length % 2)), encoding).slice(0, -1)
  // One line alone is known by its ASCII.
  if (!/[\n\r]/.test(text) && !/^[ -~]{2}/.test(text)) return false
  return !/[\p{Cn}\p{Co}]|(?![\t\n\r])\p{Cc}/u.test(text) && text.isWellFormed()
}

/** Bytes at the end that begin a UTF-8 character without finishing it. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if ((byte & 0xc0) === 0x80) continue
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return needed > back ? back : 0
  }
  return 0
}

async function isUtf8File(path: string): Promise<boolean> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of chunksOf(path)) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const whole = bytes.length - unfinished(bytes)
    if (!isUtf8(bytes.subarray(0, whole))) return false
    rest = bytes.subarray(whole)
  }
  return rest.length === 0
}

/** A file in which at least as many characters are UTF-8 as bytes are not: no other encoding makes such bytes by chance. */
async function mostlyUtf8(path: string): Promise<{ readonly mostly: boolean; readonly faults: readonly number[] }> {
  const reader = new Utf8WithFaults()
  for await (const chunk of chunksOf(path)) reader.write(chunk)
  reader.write(Buffer.alloc(0), true)
  return { mostly: reader.characters > 0 && reader.characters >= reader.faultCount, faults: reader.faults }
}

/**
 * Finds out the encoding of a text: by its byte order mark; UTF-8, UTF-16 and UTF-32 by their bytes; East Asian, Cyrillic, Greek, Hebrew,
 * Arabic and Thai ones by their letters. What is mostly UTF-8 is UTF-8, with the places of the bytes that are not. Encodings of Latin
 * letters with one byte each cannot be told apart: the text is read as the likeliest, and `fallback` and `candidates` say that it is a
 * guess. Reads the whole file, in chunks.
 */
export async function detectEncoding(path: string, head: Buffer): Promise<TextEncoding> {
  const marked = byMark(head)
  if (marked && marked.encoding !== 'utf-8') return marked
  const zeros = marked ? undefined : encodingByZeros(head)
  if (zeros !== undefined) return { encoding: zeros, bom: false, how: 'content' }
  const bom = marked !== undefined
  if (await isUtf8File(path)) return { encoding: 'utf-8', bom, how: bom ? 'mark' : 'content' }
  const { mostly, faults } = await mostlyUtf8(path)
  if (bom || mostly) return { encoding: 'utf-8', bom, how: bom ? 'mark' : 'content', badBytes: faults }
  const legacy = await legacyEncoding(path)
  const { how, encoding } = legacy
  if (how === 'letters') return { encoding, bom: false, how }
  return {
    encoding,
    bom: false,
    how,
    fallback: `not valid UTF-8 (byte ${faults[0] ?? 1}); read as ${encoding}`,
    candidates: [encoding, ...legacy.candidates.filter((other) => other !== encoding)],
  }
}

/** An encoding that somebody stated. @throws SourceError for one that nobody knows */
export async function statedEncoding(
  name: string,
  path: string,
  head: Buffer,
  place: SourcePlace,
): Promise<TextEncoding> {
  if (!iconv.encodingExists(name))
    throw new SourceError(
      `There is no encoding "${name}"`,
      place,
      'Write one such as utf-8, windows-1252, windows-1250, ibm850, macintosh, shift_jis or gb18030.',
    )
  const encoding = name.toLowerCase()
  const stated = { encoding, bom: byMark(head)?.encoding === encoding, how: 'stated' } as const
  if (!/^utf-?8$/.test(encoding) || (await isUtf8File(path))) return stated
  return { ...stated, badBytes: (await mostlyUtf8(path)).faults }
}

/** The characters of a text file in chunks, without its byte order mark. Bytes that are no UTF-8 are escaped. */
export async function* readText(
  path: string,
  { encoding, badBytes }: TextEncoding,
): AsyncGenerator<string, void, undefined> {
  const strict = badBytes === undefined ? undefined : new Utf8WithFaults()
  const decoder = iconv.getDecoder(encoding, { stripBOM: true })
  let first = true
  for await (const chunk of chunksOf(path)) {
    const read = strict === undefined ? decoder.write(chunk) : strict.write(chunk)
    const text = first && strict !== undefined ? read.replace(/^\ufeff/, '') : read
    first = false
    if (text !== '') yield text
  }
  const last = strict === undefined ? decoder.end() : strict.write(Buffer.alloc(0), true)
  if (last) yield last
}
