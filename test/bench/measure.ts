import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

const TICKS = 100

/** CPU seconds (own and reaped children) and resident memory of a process and its children, from /proc. */
function usage(pid: number): { cpu: number; rss: number } {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const cpu = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0) / TICKS
    const rss = (Number(fields[21]) * 4096) / 1e6
    const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    )
    return children
      .map(usage)
      .reduce((sum, child) => ({ cpu: sum.cpu + child.cpu, rss: sum.rss + child.rss }), { cpu, rss })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ESRCH') return { cpu: 0, rss: 0 }
    throw error
  }
}

export interface Measured {
  readonly cpuSeconds: number
  readonly peakMb: number
  readonly wallSeconds: number
  readonly stdout: string
}

/** Runs a command to its end. CPU and peak memory are those of the whole process tree, sampled every 50 ms. @throws when it fails. */
export async function measureCommand(program: string, args: readonly string[], cwd: string): Promise<Measured> {
  const started = performance.now()
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, stderr, cpu, peak] = ['', '', 0, 0]
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk)
  })
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk)
  })
  const timer = setInterval(() => {
    const now = usage(child.pid as number)
    cpu = Math.max(cpu, now.cpu)
    peak = Math.max(peak, now.rss)
  }, 50)
  const code = await new Promise<number | null>((done) => child.on('close', done))
  clearInterval(timer)
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with exit code ${code}:\n${stderr.slice(-2000)}`)
  return { cpuSeconds: cpu, peakMb: peak, wallSeconds: (performance.now() - started) / 1000, stdout }
}
