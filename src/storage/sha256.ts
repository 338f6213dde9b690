import { createHash } from 'node:crypto'
import { closeSync, createReadStream, openSync, readSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'

/** Lower-case hex sha256 of bytes or UTF-8 text. */
export function sha256(body: Uint8Array | string): string {
  return createHash('sha256').update(body).digest('hex')
}

/** Lower-case hex sha256 of a local file, streamed. */
export async function sha256File(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}

/** As `sha256File`, for callers that cannot wait for a promise. */
export function sha256FileSync(path: string): string {
  const hash = createHash('sha256')
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.alloc(1 << 20)
    for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer))
      hash.update(buffer.subarray(0, read))
    return hash.digest('hex')
  } finally {
    closeSync(file)
  }
}
