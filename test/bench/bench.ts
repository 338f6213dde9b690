import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

interface Figure {
  readonly what: string
  readonly rows: number
  readonly cpuSeconds: number
  readonly peakMb: number
  readonly wallSeconds: number
}

const root = join(import.meta.dirname, '..', '..')
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

/** Runs a command to its end. CPU and peak memory are those of the whole process tree, sampled every 50 ms. */
async function measure(what: string, rows: number, args: readonly string[]): Promise<Figure> {
  const started = performance.now()
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] })
  let errors = ''
  child.stderr.on('data', (chunk) => {
    errors += String(chunk)
  })
  let cpu = 0
  let peak = 0
  const timer = setInterval(() => {
    const now = usage(child.pid as number)
    cpu = Math.max(cpu, now.cpu)
    peak = Math.max(peak, now.rss)
  }, 50)
  const code = await new Promise<number | null>((done) => child.on('close', done))
  clearInterval(timer)
  if (code !== 0) throw new Error(`${what} ended with exit code ${code}:\n${errors}`)
  const round = (value: number) => Math.round(value * 100) / 100
  return {
    what,
    rows,
    cpuSeconds: round(cpu),
    peakMb: Math.round(peak),
    wallSeconds: round((performance.now() - started) / 1000),
  }
}

const { values } = parseArgs({
  options: { rows: { type: 'string', multiple: true }, json: { type: 'boolean', default: false } },
})
const sizes = (values.rows ?? ['10000', '100000']).map(Number)
const folder = await mkdtemp(join(tmpdir(), 'hotpass-bench-'))
const figures: Figure[] = []
try {
  figures.push(await measure('hotpass --help', 0, ['bin/hotpass.ts', '--help']))
  for (const rows of sizes) {
    const landing = join(folder, `landing-${rows}`)
    const store = join(folder, `store-${rows}`)
    await measure('generate', rows, ['examples/generate.ts', '--rows', String(rows), '--seed', '1', '--out', landing])
    figures.push(
      await measure('run: XLSX to published', rows, [
        'bin/hotpass.ts',
        'run',
        'refinement',
        '--landing',
        landing,
        '--store',
        store,
        '--json',
      ]),
    )
    figures.push(
      await measure('run again: unchanged', rows, [
        'bin/hotpass.ts',
        'run',
        'refinement',
        '--landing',
        landing,
        '--store',
        store,
        '--json',
      ]),
    )
    for (const format of ['csv', 'xlsx'])
      figures.push(
        await measure(`pull --as ${format}`, rows, [
          'bin/hotpass.ts',
          'pull',
          'organizations',
          '--as',
          format,
          '--store',
          store,
          '--out',
          join(folder, `o.${format}`),
        ]),
      )
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}

if (values.json) console.log(JSON.stringify(figures))
else {
  console.log('| what | organisation rows | CPU s | peak MB | wall s |\n| --- | ---: | ---: | ---: | ---: |')
  for (const figure of figures)
    console.log(
      `| ${figure.what} | ${figure.rows.toLocaleString('en')} | ${figure.cpuSeconds} | ${figure.peakMb} | ${figure.wallSeconds} |`,
    )
  const runs = figures.filter((figure) => figure.what.startsWith('run:'))
  const [small, large] = [runs[0], runs.at(-1)]
  if (small && large && small !== large)
    console.log(
      `\n${large.rows / small.rows} times the rows cost ${(large.cpuSeconds / small.cpuSeconds).toFixed(1)} times the CPU.`,
    )
}
