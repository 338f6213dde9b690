import { columnsOfReading } from '../../domain/columns-read.ts'
import type { SourceTable } from '../../domain/index.ts'
import type { ColumnMapping } from '../../sources/index.ts'
import { mostAlike } from './shown-labels.ts'

/**
 * Columns of a table that the domain reads and a file does not have, so that an attribute, or the key, says nothing in any of its rows.
 * One that has another column to be read from, and is there, lacks nothing.
 */
export function unreadColumns({ describes }: SourceTable, found: ReadonlySet<string>): readonly string[] {
  const absent = new Set<string>()
  for (const { attributes, key } of describes) {
    for (const column of key) if (!found.has(column)) absent.add(column)
    for (const { readings } of attributes) {
      const ways = readings.flatMap(({ reading, besides }) =>
        besides === undefined ? [columnsOfReading(reading)] : [],
      )
      // One way that needs no column always stands.
      if (ways.some((columns) => columns.length === 0 || columns.some((column) => found.has(column)))) continue
      for (const column of ways.flat()) absent.add(column)
    }
  }
  return [...absent]
}

/** A column of the domain, and the one of the file that it may be, as both may be shown. */
export function toldColumn(label: string, { unmapped }: ColumnMapping, shown: (header: string) => string): string {
  const near = mostAlike(
    label,
    unmapped.map(({ header }) => header),
  )
  return near === undefined ? `"${label}"` : `"${label}" (the file has "${shown(near)}")`
}
