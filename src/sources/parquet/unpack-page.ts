import { brotliDecompressSync, unzipSync, zstdDecompressSync } from 'node:zlib'
import type { CompressionCodec } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'

/** One piece, a little larger than what is expected: otherwise the pieces of a page would be held beside it. */
const SPARE_BYTES = 64

type Unpack = (bytes: Uint8Array, length: number) => Uint8Array

// Node's own stop at the length, where others make what the packed bytes claim.
const stopping =
  (unpack: (bytes: Uint8Array, options: { maxOutputLength: number; chunkSize: number }) => Uint8Array): Unpack =>
  (bytes, length) =>
    unpack(bytes, { maxOutputLength: length, chunkSize: length + SPARE_BYTES })

const unpackers: Partial<Record<CompressionCodec, Unpack>> = {
  ...compressors,
  GZIP: stopping(unzipSync),
  BROTLI: stopping(brotliDecompressSync),
  ZSTD: stopping(zstdDecompressSync),
}

/** The bytes in a buffer of their own: decoders look at the buffer, past the end of a part of it. */
function alone(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = bytes
  const spare = buffer.byteLength - byteLength
  // What is shared with others is larger by far.
  if (!(buffer instanceof ArrayBuffer) || byteOffset !== 0 || spare > SPARE_BYTES) return new Uint8Array(bytes)
  return new Uint8Array(spare === 0 ? buffer : buffer.transfer(byteLength))
}

/** Unpacks a page to exactly `length` bytes, and makes no more than those. @throws Error when it is another length, or damaged */
export function unpackPage(codec: CompressionCodec, bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const unpacker = unpackers[codec]
  if (codec !== 'UNCOMPRESSED' && unpacker === undefined)
    throw new Error(`a page is packed by ${codec}, which is not read`)
  if (length === 0) return new Uint8Array(0)
  let page: Uint8Array
  try {
    page = codec === 'UNCOMPRESSED' || unpacker === undefined ? bytes : unpacker(bytes, length)
  } catch (error) {
    const more = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    throw new Error(more ? `a page holds more than the ${length} bytes it declares` : 'a page is damaged', {
      cause: error,
    })
  }
  if (page.length !== length) throw new Error(`a page holds ${page.length} bytes and declares ${length}`)
  return alone(page)
}
