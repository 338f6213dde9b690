import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { generateHard } from '../../examples/generator/hard/generate-hard.ts'
import { openEngine } from '../../src/engine/engine.ts'
import { sqlText } from '../../src/engine/sql.ts'
import { pythonVenv } from '../support/python-venv.ts'
import { type Measured, measureCommand } from './measure.ts'

const ROOT = join(import.meta.dirname, '../..')
const SETTINGS = join(import.meta.dirname, 'people.settings.json')
const THRESHOLD = '0.9'
const SPLINK = '5.0.0'

/** What both may hold in DuckDB: the default of `hotpass resolve`. */
const MEMORY_MB = '700'

interface Found {
  readonly pairs: number
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

/** Both leave `pairs.parquet` and `clusters.parquet`; they are judged here, outside what is measured. */
async function judge(out: string, truth: string, id: string, cluster: string, folder: string): Promise<Found> {
  const engine = await openEngine({ memoryLimitMb: 1000, threads: 2, scratch: join(folder, 'scratch') })
  try {
    const [found] = await engine.rows<Found>(
      `WITH found AS (SELECT c.${cluster} AS cluster, t.entity FROM read_parquet(${sqlText(join(out, 'clusters.parquet'))}) c
         JOIN read_csv(${sqlText(truth)}, all_varchar = true, header = true) t ON t.id = c.${id}::VARCHAR),
       pairs(together, linked, wanted) AS (SELECT
         (SELECT sum(n * (n - 1) / 2)::DOUBLE FROM (SELECT count(*) AS n FROM found GROUP BY cluster, entity)),
         (SELECT sum(n * (n - 1) / 2)::DOUBLE FROM (SELECT count(*) AS n FROM found GROUP BY cluster)),
         (SELECT sum(n * (n - 1) / 2)::DOUBLE FROM (SELECT count(*) AS n FROM found GROUP BY entity)))
       SELECT (SELECT count(*) FROM read_parquet(${sqlText(join(out, 'pairs.parquet'))})) AS pairs, together / linked AS precision,
         together / wanted AS recall, 2 * together / (linked + wanted) AS f1 FROM pairs`,
    )
    if (found === undefined) throw new Error('an aggregate without groups gives one row')
    return found
  } finally {
    engine.close()
  }
}

/** The file that Splink trained, run by Hotpass: each pair must have the weight that Splink gave it. Said beside the table. */
async function sameWeights(rows: number, data: string, theirs: string, out: string): Promise<void> {
  const settings = join(theirs, 'model.json')
  await measureCommand(
    process.execPath,
    ['bin/hotpass.ts', 'resolve', data, '--settings', settings, '--out', out],
    ROOT,
  )
  const engine = await openEngine({ memoryLimitMb: 1000, threads: 2, scratch: join(out, 'scratch') })
  try {
    const [found] = await engine.rows<{ pairs: number; shared: number; apart: number }>(
      `SELECT count(*) AS pairs, count(*) FILTER (o.match_weight IS NOT NULL AND s.match_weight IS NOT NULL) AS shared,
         max(abs(o.match_weight - s.match_weight)) AS apart
       FROM read_parquet(${sqlText(join(out, 'pairs.parquet'))}) o
       FULL JOIN read_parquet(${sqlText(join(theirs, 'pairs.parquet'))}) s
         ON least(s.id_l, s.id_r) = least(o.left_id::INTEGER, o.right_id::INTEGER) AND greatest(s.id_l, s.id_r) = greatest(o.left_id::INTEGER, o.right_id::INTEGER)`,
    )
    if (found === undefined) throw new Error('an aggregate without groups gives one row')
    console.error(
      `${rows.toLocaleString('en')} rows under the file Splink trained: ${found.shared} of ${found.pairs} pairs are made by both; the largest difference of weights is ${found.apart} bits.`,
    )
    if (found.shared !== found.pairs || !(found.apart < 1e-6)) process.exitCode = 1
  } finally {
    engine.close()
  }
}

/** Rows of the hard generator as Parquet, in lower case: both read the same file. */
async function makeRows(folder: string, rows: number, seed: number): Promise<{ rows: string; truth: string }> {
  const files = {
    csv: join(folder, 'people.csv'),
    truth: join(folder, 'truth.csv'),
    rows: join(folder, 'people.parquet'),
  }
  generateHard({ kind: 'people', rows, seed, out: files.csv, truth: files.truth })
  const engine = await openEngine({ memoryLimitMb: 1000, threads: 2, scratch: join(folder, 'scratch') })
  try {
    await engine.writeParquet(
      `SELECT id::INTEGER AS id, lower(COLUMNS(* EXCLUDE (id))) FROM read_csv(${sqlText(files.csv)}, all_varchar = true, header = true)`,
      files.rows,
    )
  } finally {
    engine.close()
  }
  return files
}

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '50000,200000' },
    alone: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '7' },
  },
})
const sizes = (text: string): number[] => text.split(',').filter(Boolean).map(Number)
const lines: string[] = []
const line = (...cells: (string | number)[]): void => {
  const text = `| ${cells.join(' | ')} |`
  lines.push(text)
  console.log(text)
}
const folder = mkdtempSync(join(tmpdir(), 'hotpass-bench-resolve-'))
try {
  const python = sizes(values.rows).length > 0 ? join(await pythonVenv('splink'), 'python') : ''
  line('rows', 'program', 'pairs', 'precision', 'recall', 'F1', 'CPU s', 'peak MB', 'wall s')
  line('---:', '---', '---:', '---:', '---:', '---:', '---:', '---:', '---:')
  for (const rows of [...sizes(values.rows), ...sizes(values.alone)]) {
    const files = await makeRows(folder, rows, Number(values.seed))
    const show = (program: string, found: Found, measured: Measured): void =>
      line(
        rows.toLocaleString('en'),
        program,
        found.pairs.toLocaleString('en'),
        found.precision.toFixed(4),
        found.recall.toFixed(4),
        found.f1.toFixed(4),
        measured.cpuSeconds.toFixed(1),
        Math.round(measured.peakMb),
        measured.wallSeconds.toFixed(1),
      )
    const out = (program: string): string => {
      const made = join(folder, `${program}-${rows}`)
      mkdirSync(made)
      return made
    }
    const ours = out('hotpass')
    const run = [files.rows, '--settings', SETTINGS, '--threshold', THRESHOLD, '--memory', MEMORY_MB, '--out', ours]
    const measured = await measureCommand(process.execPath, ['bin/hotpass.ts', 'resolve', ...run, '--json'], ROOT)
    show('Hotpass', await judge(ours, files.truth, 'row_id', 'entity_id', folder), measured)
    if (!sizes(values.rows).includes(rows)) continue
    const theirs = out('splink')
    const script = join(import.meta.dirname, 'splink_peer.py')
    const peer = await measureCommand(python, [script, files.rows, SETTINGS, theirs, THRESHOLD, MEMORY_MB], ROOT)
    await sameWeights(rows, files.rows, theirs, out('shared'))
    show(`Splink ${SPLINK}`, await judge(theirs, files.truth, 'id', 'cluster_id', folder), peer)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
