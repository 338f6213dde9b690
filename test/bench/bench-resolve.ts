import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { generateHard } from '../../examples/generator/hard/generate-hard.ts'
import { openEngine, sqlText } from '../../src/engine/engine.ts'
import { measureCommand } from './measure.ts'

const ROOT = join(import.meta.dirname, '../..')
const SETTINGS = join(import.meta.dirname, 'people.settings.json')
const THRESHOLD = '0.9'
const SPLINK = '5.0.0'

const peerSchema = z.object({ pairs: z.number(), precision: z.number(), recall: z.number(), f1: z.number() })
const oursSchema = z.object({
  pairs: z.number(),
  truth: z.object({ pairwise: z.object({ precision: z.number(), recall: z.number(), f1: z.number() }) }),
})

/** Splink from PyPI in a virtual environment under .hotpass/, made on first use. */
function peerPython(): string {
  const venv = join(ROOT, '.hotpass/splink-venv')
  const python = join(venv, 'bin/python')
  const run = (program: string, args: readonly string[]): void => {
    const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' })
    if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${stderr}`)
  }
  if (!existsSync(python)) {
    mkdirSync(join(ROOT, '.hotpass'), { recursive: true })
    run('python3', ['-m', 'venv', venv])
    run(python, ['-m', 'pip', 'install', '--quiet', `splink==${SPLINK}`])
  }
  return python
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
  const python = sizes(values.rows).length > 0 ? peerPython() : ''
  line('rows', 'program', 'pairs', 'precision', 'recall', 'F1', 'CPU s', 'peak MB', 'wall s')
  line('---:', '---', '---:', '---:', '---:', '---:', '---:', '---:', '---:')
  for (const rows of [...sizes(values.rows), ...sizes(values.alone)]) {
    const files = await makeRows(folder, rows, Number(values.seed))
    const out = join(folder, `out-${rows}`)
    mkdirSync(out)
    const show = (
      program: string,
      found: z.output<typeof peerSchema>,
      measured: Awaited<ReturnType<typeof measureCommand>>,
    ): void =>
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
    const ours = await measureCommand(
      process.execPath,
      [
        'bin/hotpass.ts',
        'resolve',
        files.rows,
        '--settings',
        SETTINGS,
        '--threshold',
        THRESHOLD,
        '--truth',
        files.truth,
        '--out',
        out,
        '--json',
      ],
      ROOT,
    )
    const { pairs, truth } = oursSchema.parse(JSON.parse(ours.stdout))
    show('Hotpass', { pairs, ...truth.pairwise }, ours)
    if (!sizes(values.rows).includes(rows)) continue
    const peer = await measureCommand(
      python,
      [join(import.meta.dirname, 'splink_peer.py'), files.rows, files.truth, SETTINGS, out, THRESHOLD],
      ROOT,
    )
    show(`Splink ${SPLINK}`, peerSchema.parse(JSON.parse(peer.stdout)), peer)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
