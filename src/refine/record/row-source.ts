import type { CompiledDomain, SourceTable } from '../../domain/index.ts'
import { foldWords } from '../../types/text/fold-text.ts'
import type { Cells } from './read-text.ts'

/** Whose a row is, and how far that source is trusted. */
export interface RowSource {
  readonly id: string
  readonly trust: number
}

/** What tells the source of a row: the table's own, or the one that a column names. */
export function sourceReader(
  domain: CompiledDomain,
  table: SourceTable,
  place: (column: string) => number,
): (cells: Cells) => RowSource {
  const own = domain.sources.find(({ id }) => id === table.source)
  const fixed: RowSource = { id: own?.keyName ?? table.source, trust: own?.trust ?? 0 }
  if (table.sourceColumn === null) return () => fixed
  const at = place(table.sourceColumn.column)
  const trust = new Map(Object.entries(table.sourceColumn.trust).map(([name, rank]) => [foldWords(name, '_'), rank]))
  const known = new Map<string, RowSource>()
  return (cells) => {
    const cell = cells[at] ?? null
    if (cell === null) return fixed
    let source = known.get(cell)
    if (source === undefined) {
      const name = foldWords(cell, '_') || 'blank'
      source = { id: `${fixed.id}_${name}`, trust: trust.get(name) ?? fixed.trust }
      known.set(cell, source)
    }
    return source
  }
}
