import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = '/sys/fs/cgroup'
const IS_UNIFIED = existsSync(join(ROOT, 'cgroup.controllers'))
const PARENT = IS_UNIFIED ? ROOT : join(ROOT, 'memory')
const LIMIT = IS_UNIFIED ? 'memory.max' : 'memory.limit_in_bytes'
const PEAK = IS_UNIFIED ? 'memory.peak' : 'memory.max_usage_in_bytes'

/** Whether this machine lets a test bound the memory of a process as Lambda does. */
export function canBoundMemory(): boolean {
  const path = join(PARENT, `hotpass-probe-${process.pid}`)
  try {
    mkdirSync(path)
    const isThere = existsSync(join(path, LIMIT))
    rmdirSync(path)
    return isThere
  } catch {
    return false
  }
}

export interface Bounded {
  readonly signal: NodeJS.Signals | null
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
  /** The most memory that the group held at once, the page cache that counts into it included. */
  readonly peakMb: number
}

let count = 0

/** Runs Node in a control group of so much memory: what takes more is killed by the kernel, as in a function. */
export function runBounded(memoryMb: number, args: readonly string[], env: NodeJS.ProcessEnv): Bounded {
  const group = join(PARENT, `hotpass-${process.pid}-${count++}`)
  mkdirSync(group)
  try {
    writeFileSync(join(group, LIMIT), String(memoryMb * 1024 * 1024))
    const { signal, status, stdout, stderr } = spawnSync(
      'sh',
      ['-c', `echo $$ > '${join(group, 'cgroup.procs')}' && exec "$0" "$@"`, process.execPath, ...args],
      { encoding: 'utf8', env, maxBuffer: 64 * 1024 * 1024 },
    )
    const peakMb = Math.round(Number(readFileSync(join(group, PEAK), 'utf8')) / 1024 / 1024)
    return { signal, status, stdout, stderr, peakMb }
  } finally {
    rmdirSync(group)
  }
}
