import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { openSink } from '../byte-sink.ts'
import { shuffledIndex } from '../random.ts'
import { COMPANY_COLUMNS, hardCompanies } from './companies.ts'
import type { HardRow } from './hard-row.ts'
import { hardPeople, PEOPLE_COLUMNS } from './people.ts'

export interface HardOptions {
  readonly kind: 'people' | 'companies'
  readonly rows: number
  readonly seed: number
  /** The CSV file of the rows. */
  readonly out: string
  /** The CSV file of the truth: `id,entity`. */
  readonly truth: string
}

const cell = (value: string | null): string =>
  value === null ? '' : /[",\n;]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value

/** Writes rows that are hard to link, and the truth. The same options give the same bytes. Throws RangeError for options without sense. */
export function generateHard(options: HardOptions): { rows: number; entities: number } {
  const { kind, rows, seed } = options
  if (!Number.isInteger(rows) || rows < 1 || rows > 2_000_000)
    throw new RangeError(`--rows is ${rows}; give a whole number from 1 to 2,000,000.`)
  if (!Number.isInteger(seed)) throw new RangeError(`--seed is ${seed}; give a whole number.`)
  const made: HardRow[] = []
  for (const row of kind === 'people' ? hardPeople(seed) : hardCompanies(seed)) {
    made.push(row)
    if (made.length === rows) break
  }
  const columns = kind === 'people' ? PEOPLE_COLUMNS : COMPANY_COLUMNS
  mkdirSync(dirname(options.out), { recursive: true })
  mkdirSync(dirname(options.truth), { recursive: true })
  const data = openSink(options.out)
  const truth = openSink(options.truth)
  let text = `id,${columns.join(',')}\n`
  let answers = 'id,entity\n'
  for (let id = 0; id < rows; id++) {
    const { entity, values } = made[shuffledIndex(seed, 'rows', id, rows)] as HardRow
    text += `${id},${values.map(cell).join(',')}\n`
    answers += `${id},${entity}\n`
    if (text.length > 1 << 16) {
      data.write(Buffer.from(text))
      truth.write(Buffer.from(answers))
      text = ''
      answers = ''
    }
  }
  data.write(Buffer.from(text))
  truth.write(Buffer.from(answers))
  data.finish()
  truth.finish()
  return { rows, entities: new Set(made.map(({ entity }) => entity)).size }
}
