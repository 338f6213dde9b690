import type { Reading } from '../../domain/index.ts'
import type { SemanticType, TypeContext } from '../../types/index.ts'

/** The cells of one row, in the order of its table's columns. */
export type Cells = readonly (string | null)[]

/**
 * What takes the text of a reading from a row: made once a column, and then no more than a look at the row's cells. `infer` has no text
 * of its own.
 */
export function textReader(
  reading: Exclude<Reading, { way: 'infer' }>,
  type: SemanticType,
  context: TypeContext,
  place: (column: string) => number,
): (cells: Cells) => string | null {
  switch (reading.way) {
    case 'constant':
      return () => reading.value
    case 'column': {
      const at = place(reading.column)
      return (cells) => cells[at] ?? null
    }
    case 'join': {
      const places = reading.columns.map(place)
      return (cells) => {
        let joined: string | null = null
        for (const at of places) {
          const cell = cells[at]
          if (cell !== null && cell !== undefined) joined = joined === null ? cell : joined + reading.with + cell
        }
        return joined
      }
    }
    case 'match': {
      const at = place(reading.column)
      const { pattern, longest, group, otherwise } = reading
      return (cells) => {
        const cell = cells[at] ?? null
        if (cell === null) return null
        const found = cell.length > longest ? null : pattern.exec(cell)
        if (found === null) return otherwise === 'whole' ? cell : null
        return (typeof group === 'number' ? found[group] : found.groups?.[group]) || null
      }
    }
    case 'parts': {
      const parts = Object.entries(reading.parts).map(([part, columns]) => [part, columns.map(place)] as const)
      return (cells) => {
        const given: Record<string, string | null> = {}
        for (const [part, places] of parts) given[part] = firstOf(cells, places)
        return type.assembly?.join(given, context) ?? null
      }
    }
  }
}

function firstOf(cells: Cells, places: readonly number[]): string | null {
  for (const at of places) {
    const cell = cells[at]
    if (cell !== null && cell !== undefined) return cell
  }
  return null
}
