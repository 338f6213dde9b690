import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import { type SourcePlace, TruncatedWorkbookError, UnreadableWorkbookError, ZipBombError } from './errors.ts'
import type { ZipEntry } from './zip-directory.ts'

const CHUNK_BYTES = 256 * 1024

async function dataStart(path: string, entry: ZipEntry, place: SourcePlace): Promise<number> {
  const file = await open(path)
  try {
    const header = Buffer.alloc(30)
    const { bytesRead } = await file.read(header, 0, 30, entry.headerOffset)
    if (bytesRead < 30 || header.toString('latin1', 0, 4) !== 'PK\x03\x04')
      throw new TruncatedWorkbookError(`its part "${entry.name}" is not where the directory says`, place)
    return entry.headerOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  } finally {
    await file.close()
  }
}

/**
 * Unpacks one entry in chunks of at most 256 KiB, as fast as they are taken. Checks that it has exactly the declared size
 * and checksum, and stops as soon as it exceeds it. Throws `TruncatedWorkbookError`, `UnreadableWorkbookError`, `ZipBombError`.
 */
export async function* readZipEntry(
  path: string,
  entry: ZipEntry,
  place: SourcePlace,
): AsyncGenerator<Buffer, void, undefined> {
  if (entry.packedSize === 0) return
  const start = await dataStart(path, entry, place)
  const packed = createReadStream(path, { start, end: start + entry.packedSize - 1, highWaterMark: CHUNK_BYTES })
  const stream =
    entry.method === 'stored'
      ? packed
      : // The callback only keeps a rejection from being unhandled: the loop below sees the error itself.
        pipeline(packed, createInflateRaw({ chunkSize: CHUNK_BYTES }), () => {})
  let size = 0
  let crc = 0
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > entry.size)
        throw new ZipBombError(`its part "${entry.name}" holds more than the ${entry.size} bytes it declares`, place)
      crc = crc32(chunk, crc)
      yield chunk
    }
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('Z_')) throw error
    if (error.code === 'Z_BUF_ERROR')
      throw new TruncatedWorkbookError(`its part "${entry.name}" ends early`, place, error)
    throw new UnreadableWorkbookError(`its part "${entry.name}" is damaged`, place, error)
  } finally {
    stream.destroy()
  }
  if (size !== entry.size) throw new TruncatedWorkbookError(`its part "${entry.name}" ends early`, place)
  if (crc !== entry.crc) throw new UnreadableWorkbookError(`its part "${entry.name}" is damaged (checksum)`, place)
}
