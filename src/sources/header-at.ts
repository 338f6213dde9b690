import { labelKey } from '../types/text/label-similarity.ts'
import type { MappableField } from './map-columns.ts'

const unnamed = /^Unnamed: \d+$/

/**
 * Which of the first rows of a table is its header: the one that has the most labels of known fields, else the first, unless that is
 * a title: one cell over rows that have several. `rows` are rows that are not blank, blank cells as `Unnamed: <index>`.
 */
export function headerAt(rows: readonly (readonly string[])[], fields: readonly MappableField[] | undefined): number {
  if (fields === undefined || rows.length < 2) return 0
  const known = new Set(fields.flatMap(({ name, label, synonyms }) => [label, name, ...synonyms].map(labelKey)))
  const named = (row: readonly string[]): string[] => row.filter((label) => !unnamed.test(label))
  const scores = rows.map(
    (row) =>
      new Set(
        named(row)
          .map(labelKey)
          .filter((key) => known.has(key)),
      ).size,
  )
  const best = Math.max(...scores)
  const first = scores[0] ?? 0
  if (best > first && best >= Math.min(2, known.size)) return scores.indexOf(best)
  if (first > 0) return 0
  const used = rows.map((row) => named(row).length)
  const widest = Math.max(...used)
  if (used[0] !== 1 || widest < 2) return 0
  const labels = used.findIndex((count) => count >= 2 && count >= widest * 0.6)
  return Math.max(labels, 0)
}
