import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { measureCommand } from './measure.ts'

// What lineage and telemetry, or (`--of cells`) the accounting of cells, cost a run: pairs of runs over the same files, one with everything off and one with everything on
// and delivered over HTTP; CPU seconds of the whole process tree; medians. The back ends are this process, and not counted.

const root = join(import.meta.dirname, '..', '..')

/** Lineage is part of every run, so "off" replaces its door by one that does nothing. */
const WITHOUT_LINEAGE = `
import { registerHooks } from 'node:module'
registerHooks({
  load: (url, context, next) => url.endsWith('/src/run/lineage/stage-lineage.ts')
    ? { format: 'module', shortCircuit: true, source: \`
        const nothing = { maps: [], undelivered: 0 }
        export const lineageIds = () => ({ runId: '', namespace: '', name: '' })
        export const openStageLineage = async () => ({ close: async () => nothing, abandon: async () => {} })\` }
    : next(url, context),
})`
/** Cells are counted in every run, so "off" replaces each of its doors by one that counts nothing. */
const WITHOUT_CELLS = `
import { registerHooks } from 'node:module'
const DOORS = {
  '/src/refine/record/fed-cells.ts': ['export function fedCells(', 'export const fedCells = ({ describes }) => ({ counts: describes.flatMap(({ attributes }) => attributes.map(() => 0)), add: () => {} })\\nfunction counted('],
  '/src/refine/record/cell-use.ts': ['export function noteUse(', 'export const noteUse = () => () => {}\\nfunction noted('],
  '/src/refine/record/cells-writer.ts': ['export function cellsWriter(', 'export const cellsWriter = () => () => null\\nfunction written('],
  '/src/stages/consolidate/consolidated-cells.ts': ['export async function consolidatedCells(', 'export const consolidatedCells = async () => ({ cells: [], filled: {} })\\nasync function told('],
}
registerHooks({ load: (url, context, next) => {
  const door = Object.entries(DOORS).find(([end]) => url.endsWith(end))?.[1]
  const loaded = next(url, context)
  if (door === undefined) return loaded
  const source = String(loaded.source)
  if (!source.includes(door[0])) throw new Error('no ' + door[0])
  return { ...loaded, source: source.replace(door[0], door[1]) }
} })`
const WITH_LINEAGE = `
import { registerHooks } from 'node:module'
registerHooks({ load: (url, context, next) => next(url, context) })`

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    pairs: { type: 'string', default: '5' },
    of: { type: 'string', default: 'lineage' },
    json: { type: 'boolean', default: false },
  },
})

interface Sample {
  readonly cpuSeconds: number
  readonly requests: number
  readonly bytes: number
}

const received = { requests: 0, bytes: 0 }
const backEnd = createServer((request, response) => {
  request.on('data', (chunk: Buffer) => {
    received.bytes += chunk.length
  })
  request.on('end', () => {
    received.requests += 1
    response.writeHead(request.url === '/api/v1/lineage' ? 201 : 200).end()
  })
})
backEnd.listen(0, '127.0.0.1')
await once(backEnd, 'listening')
const url = `http://127.0.0.1:${(backEnd.address() as AddressInfo).port}`
const folder = await mkdtemp(join(tmpdir(), 'hotpass-overhead-'))

async function cpuSeconds(args: readonly string[], env: Record<string, string>): Promise<number> {
  const measured = await measureCommand(process.execPath, args, root, env)
  if (measured.stderr.includes('not delivered')) throw new Error(measured.stderr)
  return measured.cpuSeconds
}

let runs = 0
async function sample(landing: string, on: boolean): Promise<Sample> {
  const before = { ...received }
  const store = join(folder, `store-${runs++}`)
  const preload = join(folder, on ? 'with.mjs' : 'without.mjs')
  const used = await cpuSeconds(
    ['bin/hotpass.ts', 'run', 'refinement', '--landing', landing, '--store', store, '--json'],
    {
      NODE_OPTIONS: `--import ${preload}`,
      ...(on && values.of === 'lineage'
        ? {
            OPENLINEAGE_URL: url,
            OTEL_EXPORTER_OTLP_ENDPOINT: url,
            HOTPASS_TRACING: 'otlp',
            HOTPASS_METRICS: 'otlp',
            HOTPASS_LOG_LEVEL: 'info',
          }
        : { HOTPASS_TRACING: 'off', HOTPASS_METRICS: 'off', HOTPASS_LOG_LEVEL: 'off' }),
    },
  )
  await rm(store, { recursive: true, force: true })
  return { cpuSeconds: used, requests: received.requests - before.requests, bytes: received.bytes - before.bytes }
}

const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}

const off: Sample[] = []
const on: Sample[] = []
try {
  await writeFile(join(folder, 'with.mjs'), WITH_LINEAGE)
  await writeFile(join(folder, 'without.mjs'), values.of === 'cells' ? WITHOUT_CELLS : WITHOUT_LINEAGE)
  const landing = join(folder, 'landing')
  await cpuSeconds(['examples/generate.ts', '--rows', values.rows, '--seed', '1', '--out', landing], {})
  // One run to warm the caches of files and compiled code, not counted.
  await sample(landing, true)
  for (let pair = 0; pair < Number(values.pairs); pair++) {
    // The order changes from pair to pair, so that a machine that grows slower favours neither.
    for (const which of pair % 2 === 0 ? [false, true] : [true, false]) {
      ;(which ? on : off).push(await sample(landing, which))
    }
    if (!values.json)
      console.error(
        `pair ${pair + 1}: off ${off.at(-1)?.cpuSeconds.toFixed(2)}, on ${on.at(-1)?.cpuSeconds.toFixed(2)} CPU s`,
      )
  }
} finally {
  backEnd.close()
  await rm(folder, { recursive: true, force: true })
}

const cpu = (samples: readonly Sample[]) => samples.map(({ cpuSeconds }) => cpuSeconds)
const share = median(on.map(({ cpuSeconds }, n) => cpuSeconds / (off[n]?.cpuSeconds ?? Number.NaN) - 1))
const figures = {
  rows: Number(values.rows),
  pairs: Number(values.pairs),
  off: median(cpu(off)),
  on: median(cpu(on)),
  overhead: share,
  requests: median(on.map(({ requests }) => requests)),
  kilobytes: median(on.map(({ bytes }) => bytes)) / 1000,
}
if (values.json) console.log(JSON.stringify({ ...figures, samples: { off: cpu(off), on: cpu(on) } }))
else {
  console.log('| organization rows | pairs | off, CPU s | on, CPU s | overhead | requests | kB sent |')
  console.log('| ---: | ---: | ---: | ---: | ---: | ---: | ---: |')
  console.log(
    `| ${figures.rows.toLocaleString('en')} | ${figures.pairs} | ${figures.off.toFixed(2)} | ${figures.on.toFixed(2)} | ${(100 * share).toFixed(1)}% | ${figures.requests} | ${figures.kilobytes.toFixed(0)} |`,
  )
}
