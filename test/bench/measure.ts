import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'

const TICKS = 100

/** Fields of /proc/<pid>/stat after the command's name, numbered from the state. */
const stat = (pid: number | 'self'): string[] => {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}

/** CPU seconds of this process's children that have ended, and of theirs. */
const reapedCpu = (): number => [13, 14].reduce((sum, at) => sum + Number(stat('self')[at]), 0) / TICKS

/** Resident megabytes of a process and its children; pages that they share count for each. */
function residentMb(pid: number): number {
  try {
    const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    )
    return children.map(residentMb).reduce((sum, mb) => sum + mb, (Number(stat(pid)[21]) * 4096) / 1e6)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ESRCH') return 0
    throw error
  }
}

/** CPU seconds of a process and its children so far; children that have ended are in it. */
function cpuSoFar(pid: number): number {
  try {
    const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    )
    const fields = stat(pid)
    const own = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0) / TICKS
    return children.map(cpuSoFar).reduce((sum, seconds) => sum + seconds, own)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ESRCH') return 0
    throw error
  }
}

/** What a command's process tree had used at a time, in milliseconds since 1970. */
export interface CpuSample {
  readonly atMs: number
  readonly cpuSeconds: number
}

export interface Measured {
  readonly cpuSeconds: number
  readonly peakMb: number
  readonly wallSeconds: number
  /** Every 50 ms, never less than before; the last is the whole. */
  readonly samples: readonly CpuSample[]
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs a command to its end; nothing else may be a child meanwhile. CPU is the system's own account of the whole process tree, memory
 * its peak in samples of every 50 ms. @throws when the command fails.
 */
export async function measureCommand(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Measured> {
  const [started, cpuBefore] = [performance.now(), reapedCpu()]
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, stderr, peakMb] = ['', '', 0]
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk)
  })
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk)
  })
  const samples: CpuSample[] = []
  const timer = setInterval(() => {
    // A child that ends between two looks is nowhere for a moment, and then in its parent's account.
    const cpuSeconds = Math.max(samples.at(-1)?.cpuSeconds ?? 0, cpuSoFar(child.pid as number))
    samples.push({ atMs: Date.now(), cpuSeconds })
    peakMb = Math.max(peakMb, residentMb(child.pid as number))
  }, 50)
  const [code] = (await once(child, 'close').finally(() => clearInterval(timer))) as [number | null]
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with exit code ${code}:\n${stderr.slice(-2000)}`)
  const cpuSeconds = reapedCpu() - cpuBefore
  return {
    cpuSeconds,
    samples: [...samples, { atMs: Date.now(), cpuSeconds }],
    peakMb,
    wallSeconds: (performance.now() - started) / 1000,
    stdout,
    stderr,
  }
}
