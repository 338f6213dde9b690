import { join } from 'node:path'
import { generateHard } from '../../../examples/generator/hard/generate-hard.ts'
import type { Register } from './register.ts'

/** Rows of the hard generator. */
export function generated(folder: string, kind: 'people' | 'companies', rows: number, seed: number): Register {
  const [file, truth] = [join(folder, `${kind}.csv`), join(folder, `${kind}.truth.csv`)]
  generateHard({ kind, rows, seed, out: file, truth })
  const experts = kind === 'people' ? { splink: 'people.splink.json' } : {}
  return { name: `generated ${kind}`, file, id: 'id', truth, options: ['--country', 'ZA'], experts }
}
