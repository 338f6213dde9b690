import { resolve } from 'node:path'
import { engineMemoryMb, memoryGivenMb } from '../../engine/engine-memory.ts'
import { UsageError } from '../errors.ts'

export interface ResolveOptions {
  readonly settings?: string
  readonly out: string
  readonly id?: string
  readonly map: readonly string[]
  readonly country?: string
  readonly entity?: string
  readonly suggest?: string
  readonly base?: string
  readonly truth?: string
  readonly truthKey?: string
  readonly threshold?: string
  readonly memory?: string
  readonly sheet?: string
  /** A table of labels, and a column that says the entity of some rows: what the model is taught by. */
  readonly labels?: string
  readonly labelColumn?: string
  readonly json: boolean
}

/** A terabyte: more is a slip of the hand. */
const MOST_MEMORY_MB = 1_048_576

/** @throws UsageError */
export function memoryOf({ memory }: ResolveOptions): number {
  const asked = memory === undefined ? engineMemoryMb(memoryGivenMb()) : Number(memory)
  if (!Number.isInteger(asked) || asked < 64 || asked > MOST_MEMORY_MB)
    throw new UsageError(`--memory is "${memory}"; give whole megabytes, from 64 to ${MOST_MEMORY_MB}.`)
  return asked
}

/** The probability that was asked for; undefined: none. @throws UsageError */
export function thresholdAsked({ threshold }: ResolveOptions): number | undefined {
  if (threshold === undefined) return undefined
  const asked = Number(threshold)
  if (!(asked > 0 && asked < 1))
    throw new UsageError(`--threshold is "${threshold}"; give a probability between 0 and 1, such as 0.9.`)
  return asked
}

/** Options of which one is enough, and those that say what columns are, which settings say already. @throws UsageError */
export function checkTogether({ settings, id, map, country, entity, labels, labelColumn }: ResolveOptions): void {
  if (labels !== undefined && labelColumn !== undefined)
    throw new UsageError('Give --labels or --label-column, not both.')
  if (settings === undefined) return
  const said = [
    ...(id === undefined ? [] : ['--id']),
    ...(map.length === 0 ? [] : ['--map']),
    ...(country === undefined ? [] : ['--country']),
    ...(entity === undefined ? [] : ['--entity']),
  ]
  if (said.length > 0)
    throw new UsageError(
      `${said.join(' and ')} ${said.length === 1 ? 'is' : 'are'} for files without settings. With --settings the file says it: unique_id_column_name, and hotpass.derived_columns for columns of another name.`,
    )
}

/** Names of the files of a result. */
export const RESULT_FILES = {
  deduplicatedCsv: 'deduplicated.csv',
  deduplicated: 'deduplicated.parquet',
  clusters: 'clusters.parquet',
  pairs: 'pairs.parquet',
  records: 'records.parquet',
  changes: 'changes.parquet',
  retired: 'retired_ids.parquet',
  model: 'model.json',
  report: 'report.html',
} as const

/** A result takes the place of an earlier one in its folder: what is read must not lie there. @throws UsageError */
export function checkNotReplaced(files: readonly string[], { out, truth, labels, settings }: ResolveOptions): void {
  const places = Object.values(RESULT_FILES).map((name) => resolve(out, name))
  const lost = [...files, truth, labels, settings].find((file) => file !== undefined && places.includes(resolve(file)))
  if (lost !== undefined)
    throw new UsageError(
      `${lost} would be replaced by the result, since --out is its folder. Name another folder for --out.`,
    )
}
