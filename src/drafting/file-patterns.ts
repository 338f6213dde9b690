import type { SampledTable } from './sampled-table.ts'

/** A file's name without its ending, and without the day that exports put behind it. */
export const stemOf = (file: string): string => file.replace(/\.[^.]+$/, '').replace(DATED, '') || file
/** What exports put behind a file's name: a day, a month, a running number. */
const DATED = /[ _.-]*(?:\d{4}[-_.]?\d{2}(?:[-_.]?\d{2})?(?:[T _-]?\d{4,6})?|\(\d+\))$/

/** The file's name; without the day behind it, so that the next export is taken too. */
export function patternOf(file: string): string {
  const ending = /\.[^.]+$/.exec(file)?.[0] ?? ''
  const stem = stemOf(file)
  return stem.length >= 3 && `${stem}${ending}` !== file ? `${stem}*${ending}` : file
}

/** Of exports that differ by the day behind their name, and have the same labels, the first: one table is all of them. */
export function oncePerExport(sampled: readonly SampledTable[]): SampledTable[] {
  const first = sampled.filter(
    (table, at) => table.sheet !== null || !sampled.slice(0, at).some((other) => isSameExport(table, other)),
  )
  // What one of them is read in may be wrong for another: then nothing is said of any.
  const agree = (table: SampledTable): boolean =>
    table.sheet !== null ||
    sampled.every(
      (other) => !isSameExport(table, other) || other.guessedEncoding?.encoding === table.guessedEncoding?.encoding,
    )
  return first.map((table) => (agree(table) ? table : { ...table, guessedEncoding: null }))
}

const isSameExport = (left: SampledTable, right: SampledTable): boolean =>
  right.sheet === null &&
  patternOf(left.file) === patternOf(right.file) &&
  left.columns.map(({ label }) => label).join('\0') === right.columns.map(({ label }) => label).join('\0')
