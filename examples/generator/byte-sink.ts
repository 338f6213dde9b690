import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'

/** A file that appears under its name only when complete. */
export interface ByteSink {
  write(bytes: Uint8Array): void
  finish(): void
  abandon(): void
}

/** Opens `path` for writing through a temporary neighbour. */
export function openSink(path: string): ByteSink {
  const draft = `${path}.part`
  const handle = openSync(draft, 'w')
  return {
    write(bytes) {
      for (let from = 0; from < bytes.length; ) from += writeSync(handle, bytes, from)
    },
    finish() {
      closeSync(handle)
      renameSync(draft, path)
    },
    abandon() {
      closeSync(handle)
      rmSync(draft, { force: true })
    },
  }
}
