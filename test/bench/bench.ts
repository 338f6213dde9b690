import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { canBoundMemory, runBounded } from '../support/memory-cgroup.ts'
import { cpuByState } from './cpu-by-state.ts'
import { type Measured, measureCommand } from './measure.ts'

// What a whole run costs at several sizes, from generated workbooks to a published version and back to a file; and what each of its
// states costs, the median of several turns. `--against` takes turns with another checkout over the same files, for a ratio of one hour.
// With `--memory` it runs the smallest size again in control groups of so many MB, which needs the right to make them.

const ROOT = join(import.meta.dirname, '..', '..')

interface Figure extends Pick<Measured, 'cpuSeconds' | 'peakMb' | 'wallSeconds'> {
  readonly what: string
  readonly rows: number
}

const { values } = parseArgs({
  options: {
    rows: { type: 'string', multiple: true },
    json: { type: 'boolean', default: false },
    turns: { type: 'string', default: '1' },
    against: { type: 'string' },
    memory: { type: 'string', multiple: true },
  },
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
const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b)
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return ((low ?? 0) + (high ?? 0)) / 2
}

interface StateCost {
  readonly rows: number
  readonly state: string
  readonly cpuSeconds: number
  /** Of the other checkout, if there is one; null for a state that it does not have. */
  readonly against: number | null
}
const states: StateCost[] = []

/** CPU of each state of a first run, in this checkout and in the other, turn by turn over the same files. */
async function measureStates(rows: number, landing: string): Promise<void> {
  const roots = [ROOT, ...(values.against === undefined ? [] : [values.against])]
  const turns = roots.map((): ReadonlyMap<string, number>[] => [])
  for (let turn = 0; turn < Number(values.turns); turn++)
    for (const [at, root] of roots.entries()) {
      const store = join(folder, `turn-${rows}`)
      const args = ['run', 'refinement', '--landing', landing, '--store', store, '--json']
      const { cpuSeconds, samples } = await measureCommand(process.execPath, ['bin/hotpass.ts', ...args], root)
      turns[at]?.push(new Map([...cpuByState(store, samples), ['in all', cpuSeconds]]))
      await rm(store, { recursive: true })
    }
  const [own = [], other = []] = turns
  for (const state of own[0]?.keys() ?? []) {
    const of = (all: readonly ReadonlyMap<string, number>[]) => all.flatMap((one) => one.get(state) ?? [])
    const against = other.length === 0 ? null : median(of(other))
    states.push({ rows, state, cpuSeconds: median(of(own)), against })
  }
}

interface BoundedRun {
  readonly rows: number
  readonly givenMb: number
  readonly ended: string
  readonly peakMb: number
}
const bounded: BoundedRun[] = []

/** What a run does by the defaults where the machine gives less. */
async function measureBounded(rows: number, landing: string): Promise<void> {
  if (values.memory !== undefined && !canBoundMemory()) throw new Error('No right to make control groups: run as root.')
  for (const givenMb of (values.memory ?? []).map(Number)) {
    const store = join(folder, `bounded-${givenMb}`)
    const args = ['run', 'refinement', '--landing', landing, '--store', store, '--json']
    const { status, signal, peakMb, stderr } = runBounded(
      givenMb,
      [join(ROOT, 'bin', 'hotpass.ts'), ...args],
      process.env,
    )
    const failed = /failed[^\n]*/.exec(stderr)?.[0]
    bounded.push({ rows, givenMb, peakMb, ended: status === 0 ? 'published' : (signal ?? failed ?? `exit ${status}`) })
    await rm(store, { recursive: true, force: true })
  }
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
    await measureStates(rows, landing)
    if (rows === Math.min(...sizes)) await measureBounded(rows, landing)
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}

if (values.json) console.log(JSON.stringify({ figures, states, bounded }))
else {
  const other = values.against === undefined ? '' : ' the other checkout, CPU s | ratio |'
  console.log(`\n| state | organization rows | CPU s |${other}\n| --- | ---: | ---: |${other && ' ---: | ---: |'}`)
  for (const { state, rows, cpuSeconds, against } of states) {
    const compared = against === null ? '' : ` ${against.toFixed(2)} | ${(cpuSeconds / against).toFixed(2)} |`
    console.log(`| ${state} | ${rows.toLocaleString('en')} | ${cpuSeconds.toFixed(2)} |${compared}`)
  }
  if (bounded.length > 0)
    console.log('\n| memory given, MB | organization rows | ended | peak MB |\n| ---: | ---: | --- | ---: |')
  for (const { rows, givenMb, ended, peakMb } of bounded)
    console.log(`| ${givenMb} | ${rows.toLocaleString('en')} | ${ended} | ${peakMb} |`)
  const runs = figures.filter((figure) => figure.what.startsWith('run:'))
  const [small, large] = [runs[0], runs.at(-1)]
  if (small && large && small !== large)
    console.log(
      `\n${large.rows / small.rows} times the rows cost ${(large.cpuSeconds / small.cpuSeconds).toFixed(1)} times the CPU.`,
    )
}
