import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface ReadAlone {
  readonly rows: number
  readonly bad: readonly { readonly rowNumber: number; readonly message: string }[]
  readonly oversized: number
  /** Class and message of what was thrown. */
  readonly error?: string
  /** Most memory of the process, MB. */
  readonly peakMb: number
}

/**
 * Reads all sheets of a file under the default limits in a process of its own, whose heap ends at `heapMb`.
 * @throws Error when the process ends of anything but its own accord, as it does out of memory
 */
export function readAlone(path: string, heapMb = 256, limits: Record<string, number> = {}): ReadAlone {
  const script = fileURLToPath(new URL('read-alone-script.ts', import.meta.url))
  const options = [`--max-old-space-size=${heapMb}`, '--disable-warning=ExperimentalWarning', script]
  const ended = spawnSync(process.execPath, [...options, path, JSON.stringify(limits)], { encoding: 'utf8' })
  if (ended.status !== 0) throw new Error(`ended ${ended.signal ?? ended.status}: ${ended.stderr.slice(0, 2000)}`)
  return JSON.parse(ended.stdout) as ReadAlone
}
