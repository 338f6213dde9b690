import type { Description } from '../../domain/index.ts'
import { foldWords } from '../../types/text/fold-text.ts'
import type { Cells } from './read-text.ts'

const NOT_SET: ReadonlySet<string> = new Set(['', '0', 'n', 'no', 'false', 'valid', 'ok'])

/** Whether a row says the thing that a description is about. */
export function whenTest(when: Description['when'], place: (column: string) => number): (cells: Cells) => boolean {
  if (when === null) return () => true
  const at = place(when.column)
  const wanted = when.equals === null ? null : new Set(when.equals.map((value) => foldWords(value, '')))
  return (cells) => {
    const cell = cells[at] ?? null
    if (when.is !== null && (cell === null) !== (when.is === 'blank')) return false
    return wanted === null || (cell !== null && wanted.has(foldWords(cell, '')))
  }
}

/** Whether a row marks its values as known to be wrong. */
export function invalidTest(
  mark: Description['invalid'],
  place: (column: string) => number,
): (cells: Cells) => boolean {
  if (mark === null) return () => false
  const at = place(mark.column)
  const values = mark.values === null ? null : new Set(mark.values.map((value) => foldWords(value, '')))
  return (cells) => {
    const cell = cells[at] ?? null
    if (cell === null) return false
    return values === null ? !NOT_SET.has(cell.trim().toLowerCase()) : values.has(foldWords(cell, ''))
  }
}
