import { createHash } from 'node:crypto'
import { appendFile, mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { TransportError } from '../errors.ts'
import type { Transport } from './transport.ts'

/** A file transport's configuration, under the names the standard gives them. */
export interface FileTransportConfig {
  readonly type: 'file'
  readonly log_file_path: string
  /** True: one event a line in that file. False (the standard's default): one file an event, `<path>-<time>.json`. */
  readonly append?: boolean
}

/** Writes events to the disk, one JSON document a line. */
export function fileTransport(config: FileTransportConfig): Transport {
  const path = resolve(config.log_file_path)
  let last = ''
  let repeats = 0
  const freshPath = () => {
    const time = new Date().toISOString().replaceAll(/[-:]/g, '').replace('T', '-').replace('Z', '')
    repeats = time === last ? repeats + 1 : 0
    last = time
    return `${path}-${time}${repeats === 0 ? '' : `-${repeats}`}.json`
  }
  return {
    type: 'file',
    id: `file-${createHash('sha256').update(path).digest('hex').slice(0, 16)}`,
    async emit(event) {
      const line = `${JSON.stringify(event)}\n`
      try {
        await mkdir(dirname(path), { recursive: true })
        if (config.append === true) await appendFile(path, line)
        else await writeFile(freshPath(), line, { flag: 'wx' })
      } catch (cause) {
        throw new TransportError(
          `The event cannot be written to ${path} (${cause instanceof Error ? cause.message : cause}). Free space or correct log_file_path.`,
          'unavailable',
          { cause },
        )
      }
    },
  }
}
