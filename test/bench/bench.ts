import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Measured, measureCommand } from './measure.ts'

// What a whole run costs at several sizes, from generated workbooks to a published version and back to a file.

const ROOT = join(import.meta.dirname, '..', '..')

interface Figure extends Pick<Measured, 'cpuSeconds' | 'peakMb' | 'wallSeconds'> {
  readonly what: string
  readonly rows: number
}

const { values } = parseArgs({
  options: { rows: { type: 'string', multiple: true }, json: { type: 'boolean', default: false } },
})
const sizes = (values.rows ?? ['10000', '100000']).map(Number)
const folder = await mkdtemp(join(tmpdir(), 'hotpass-bench-'))
const figures: Figure[] = []

const node = (...args: string[]) => measureCommand(process.execPath, args, ROOT)
async function measure(what: string, rows: number, ...args: string[]): Promise<void> {
  const { cpuSeconds, peakMb, wallSeconds } = await node('bin/hotpass.ts', ...args)
  const figure = { what, rows, cpuSeconds, peakMb, wallSeconds }
  figures.push(figure)
  if (!values.json) console.log(line(figure))
}
const line = ({ what, rows, cpuSeconds, peakMb, wallSeconds }: Figure): string =>
  `| ${[what, rows.toLocaleString('en'), cpuSeconds.toFixed(2), peakMb.toFixed(0), wallSeconds.toFixed(2)].join(' | ')} |`

if (!values.json) {
  console.log(`Load of the machine before: ${loadavg()[0]?.toFixed(1)}\n`)
  console.log('| what | organization rows | CPU s | peak MB | wall s |\n| --- | ---: | ---: | ---: | ---: |')
}
try {
  await measure('hotpass --help', 0, '--help')
  for (const rows of sizes) {
    const landing = join(folder, `landing-${rows}`)
    const store = join(folder, `store-${rows}`)
    await node('examples/generate.ts', '--rows', String(rows), '--seed', '1', '--out', landing)
    const run = ['run', 'refinement', '--landing', landing, '--store', store, '--json']
    await measure('run: XLSX to published', rows, ...run)
    await measure('run again: unchanged', rows, ...run)
    for (const format of ['csv', 'xlsx'])
      await measure(
        `pull --as ${format}`,
        rows,
        ...['pull', 'organizations', '--as', format, '--store', store, '--out', join(folder, `o.${format}`)],
      )
    await rm(store, { recursive: true })
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}

if (values.json) console.log(JSON.stringify(figures))
else {
  const runs = figures.filter((figure) => figure.what.startsWith('run:'))
  const [small, large] = [runs[0], runs.at(-1)]
  if (small && large && small !== large)
    console.log(
      `\n${large.rows / small.rows} times the rows cost ${(large.cpuSeconds / small.cpuSeconds).toFixed(1)} times the CPU.`,
    )
}
