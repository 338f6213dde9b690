import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import iconv from 'iconv-lite'

/** How the bytes of a text file become characters. `fallback` says why the encoding is a guess. */
export interface TextEncoding {
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'
  readonly bom: boolean
  readonly fallback?: string
}

const CHUNK_BYTES = 256 * 1024

function byMark(head: Buffer): TextEncoding | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', bom: true }
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', bom: true }
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', bom: true }
  return undefined
}

/** UTF-16 without a mark shows by the zero byte beside every Latin character. */
function byZeros(head: Buffer): TextEncoding | undefined {
  const pairs = Math.floor(head.length / 2)
  const zeros = [0, 0]
  for (let at = 0; at < pairs * 2; at++) if (head[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  if (odd > pairs * 0.4 && even < pairs * 0.05) return { encoding: 'utf-16le', bom: false }
  if (even > pairs * 0.4 && odd < pairs * 0.05) return { encoding: 'utf-16be', bom: false }
  return undefined
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

/** Length of the valid UTF-8 that bytes begin with, found by halving. */
function validPrefix(bytes: Buffer): number {
  let valid = 0
  let invalid = bytes.length
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1
    const prefix = bytes.subarray(0, middle)
    if (isUtf8(prefix.subarray(0, middle - unfinished(prefix)))) valid = middle
    else invalid = middle
  }
  return valid - unfinished(bytes.subarray(0, valid))
}

async function firstInvalidUtf8(path: string): Promise<number | undefined> {
  let rest: Buffer = Buffer.alloc(0)
  let offset = 0
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const whole = bytes.length - unfinished(bytes)
    if (!isUtf8(bytes.subarray(0, whole))) {
      return offset + validPrefix(bytes)
    }
    rest = bytes.subarray(whole)
    offset += whole
  }
  return rest.length > 0 ? offset : undefined
}

/**
 * Detects UTF-8 and UTF-16 by byte order mark or content; whatever is not valid UTF-8 from its first byte to its last is
 * read as windows-1252, which every byte is valid in, and `fallback` says so. Reads the whole file once, in chunks.
 */
export async function detectEncoding(path: string, head: Buffer): Promise<TextEncoding> {
  const marked = byMark(head)
  if (marked && marked.encoding !== 'utf-8') return marked
  const unmarked = marked ? undefined : byZeros(head)
  if (unmarked) return unmarked
  const invalid = await firstInvalidUtf8(path)
  if (invalid === undefined) return { encoding: 'utf-8', bom: marked !== undefined }
  return {
    encoding: 'windows-1252',
    bom: false,
    fallback: `not valid UTF-8 (byte ${invalid + 1}); read as windows-1252`,
  }
}

/** The characters of a text file in chunks, without its byte order mark. */
export async function* readText(path: string, { encoding }: TextEncoding): AsyncGenerator<string, void, undefined> {
  const decoder = iconv.getDecoder(encoding, { stripBOM: true })
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>) {
    const text = decoder.write(chunk)
    if (text !== '') yield text
  }
  const last = decoder.end()
  if (last) yield last
}
