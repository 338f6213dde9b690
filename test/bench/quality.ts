import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { type Engine, openEngine } from '../../src/engine/engine.ts'
import { sqlText } from '../../src/engine/sql.ts'
import {
  collectMetrics,
  type DatasetShape,
  judgeSuite,
  measureShard,
  mergeShards,
  parseSuite,
  type ShardStates,
} from '../../src/quality/index.ts'
import { pythonVenv } from '../support/python-venv.ts'
import { CHECKS, COLUMNS, expectationOf } from './quality-checks.ts'

// The same rows and the same 40 checks for everybody, once each, every one in a process of its own. On the clock: reading the
// Parquet file and every check. Off it: start-up and imports.

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    shards: { type: 'string', default: '10000' },
    memory: { type: 'string', default: '360' },
    peers: { type: 'string', default: 'great_expectations,pandera,pydantic' },
    json: { type: 'boolean', default: false },
    /** Set by this script for its own measured process. */
    measure: { type: 'string' },
  },
})
const run = promisify(execFile)

interface Figure {
  readonly name: string
  readonly rows: number
  readonly failed: number
  readonly cpu: number
  readonly peakMb: number
  readonly wall: number
}

const suite = parseSuite(
  JSON.stringify({ suite: 'bench', dataset: 'bench', expectations: CHECKS.map(expectationOf) }),
  'bench.yaml',
)
const numbers: Readonly<Record<string, 'long' | 'double' | 'boolean'>> = {
  score: 'double',
  quality: 'double',
  lat: 'double',
  lon: 'double',
  amount: 'double',
  visits: 'long',
  age: 'long',
  flag: 'boolean',
}
const shape: DatasetShape = {
  id: 'bench',
  types: new Map(COLUMNS.map(([name]) => [name, numbers[name] ?? 'string'])),
  pii: Object.fromEntries(COLUMNS.map(([name]) => [name, 'none'])),
}
const shapes = new Map([['bench', shape]])
const nominalTime = '2026-01-31T00:00:00Z'
const metrics = collectMetrics([suite], shapes, nominalTime).get('bench') ?? []

const open = (folder: string): Promise<Engine> =>
  openEngine({ memoryLimitMb: Number(values.memory), threads: 1, scratch: join(folder, 'spill') })

const measure = (engine: Engine, path: string, folder: string): Promise<ShardStates> =>
  measureShard({
    engine,
    table: `read_parquet(${sqlText(path)}, file_row_number = true)`,
    metrics,
    place: 'file_row_number',
    pii: shape.pii,
    folder,
  })

const judge = (engine: Engine, states: ShardStates) =>
  judgeSuite({ engine, suite, shapes, states: new Map([['bench', states]]), nominalTime })

/** One pass over the file, in this process, as one shard. */
async function measureOurs(path: string, folder: string): Promise<void> {
  const engine = await open(folder)
  const before = process.cpuUsage()
  const started = performance.now()
  const results = await judge(engine, await measure(engine, path, folder))
  const used = process.cpuUsage(before)
  const failed = results.reduce((sum, one) => sum + one.failed, 0)
  const figure = {
    rows: Number(results[0]?.checked),
    failed,
    cpu: (used.user + used.system) / 1e6,
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
    wall: (performance.now() - started) / 1000,
  }
  engine.close()
  console.log(JSON.stringify(figure))
}

/** Many small shards' states, as text, to one verdict: reading the JSON, merging, and looking for keys that repeat. */
async function measureMerge(path: string, folder: string): Promise<Figure> {
  const engine = await open(folder)
  const shards = Number(values.shards)
  const rows = 100
  const texts: string[] = []
  const kinds = Math.min(100, shards)
  for (let kind = 0; kind < kinds; kind++) {
    const part = join(folder, 'part.parquet')
    await engine.writeParquet(`SELECT * FROM read_parquet(${sqlText(path)}) LIMIT ${rows} OFFSET ${kind * rows}`, part)
    texts.push(JSON.stringify(await measure(engine, part, folder)))
  }
  // Measuring 10,000 shards would take minutes: a hundred are, and each copy has keys of its own.
  const all = Array.from({ length: shards }, (_, shard) =>
    (texts[shard % kinds] as string).replaceAll(/"hashes":"([^"]+)"/g, (_, hashes: string) => {
      const own = Array.from({ length: hashes.length / 32 }, () => randomBytes(16).toString('hex'))
      return `"hashes":${JSON.stringify(own.sort().join(''))}`
    }),
  )
  const before = process.cpuUsage()
  const started = performance.now()
  const results = await judge(engine, mergeShards(all.map((text) => JSON.parse(text) as ShardStates)))
  const used = process.cpuUsage(before)
  engine.close()
  return {
    name: `merging ${shards.toLocaleString('en')} shard states`,
    rows: Number(results[0]?.checked),
    failed: results.reduce((sum, one) => sum + one.failed, 0),
    cpu: (used.user + used.system) / 1e6,
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
    wall: (performance.now() - started) / 1000,
  }
}
const folder = await mkdtemp(join(tmpdir(), 'hotpass-bench-quality-'))
try {
  if (values.measure !== undefined) await measureOurs(values.measure, folder)
  else await bench()
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function bench(): Promise<void> {
  const path = join(folder, 'data.parquet')
  const checks = join(folder, 'checks.json')
  const engine = await open(folder)
  const select = COLUMNS.map(([name, sql]) => `${sql} AS ${name}`).join(', ')
  await engine.writeParquet(`SELECT ${select} FROM range(${Number(values.rows)}) t(i)`, path)
  engine.close()
  await writeFile(checks, JSON.stringify(CHECKS))
  const figures: Figure[] = []
  const { stdout } = await run(process.execPath, [import.meta.filename, '--measure', path, '--memory', values.memory], {
    maxBuffer: 1 << 24,
  })
  figures.push({ name: 'hotpass', ...(JSON.parse(stdout) as Omit<Figure, 'name'>) })
  const peers = values.peers.split(',').filter((peer) => peer !== '')
  const python = peers.length === 0 ? '' : join(await pythonVenv('quality'), 'python')
  for (const peer of peers) {
    const script = join(import.meta.dirname, 'quality_peers.py')
    const answer = await run(python, [script, peer, path, checks], { maxBuffer: 1 << 24 })
    const line = answer.stdout.trim().split('\n').at(-1) ?? ''
    figures.push({ name: peer, ...(JSON.parse(line) as Omit<Figure, 'name'>) })
  }
  const merge = await measureMerge(path, folder)
  if (values.json) console.log(JSON.stringify({ figures, merge }))
  else report(figures, merge)
}

function report(figures: readonly Figure[], merge: Figure): void {
  const ours = figures[0] as Figure
  console.log('| what | rows | failing values | CPU s | rows per CPU s | hotpass is | peak MB | wall s |')
  console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |')
  for (const { name, rows, failed, cpu, peakMb, wall } of figures) {
    const times = ((ours.rows / ours.cpu) * cpu) / rows
    const cells = [
      name,
      rows.toLocaleString('en'),
      failed.toLocaleString('en'),
      cpu.toFixed(2),
      Math.round(rows / cpu).toLocaleString('en'),
    ]
    console.log(
      `| ${[...cells, name === 'hotpass' ? '' : `${times.toFixed(1)} × as fast`, peakMb, wall.toFixed(1)].join(' | ')} |`,
    )
  }
  console.log(
    `\n${merge.name} (${CHECKS.length} checks each, ${merge.rows.toLocaleString('en')} rows): ${merge.wall.toFixed(2)} s, ${merge.cpu.toFixed(2)} CPU s.`,
  )
  const different = figures.filter(({ failed }) => failed !== ours.failed)
  if (different.length > 0)
    console.log(`\nNot the same failing values: ${different.map(({ name }) => name).join(', ')}.`)
}
