import type { ColumnEdge, LineageGraph } from './lineage-graph.ts'

/** A column and what it is made of. */
export interface ColumnTrace {
  readonly dataset: string
  readonly column: string
  /** How the column above is made of this one; empty for the column that was asked for. */
  readonly transformations: ColumnEdge['transformations']
  readonly from: readonly ColumnTrace[]
}

/**
 * Follows a column back to where its values came from.
 * @param direct leave out columns that only decide which value there is (`INDIRECT`)
 */
export function traceColumn(graph: LineageGraph, dataset: string, column: string, direct = false): ColumnTrace {
  const into = new Map<string, ColumnEdge[]>()
  for (const edge of graph.columns) {
    const key = `${edge.to.dataset}\n${edge.to.column}`
    into.set(key, [...(into.get(key) ?? []), edge])
  }
  const follow = (
    at: { readonly dataset: string; readonly column: string },
    transformations: ColumnEdge['transformations'],
    above: ReadonlySet<string>,
  ): ColumnTrace => {
    const key = `${at.dataset}\n${at.column}`
    const edges = above.has(key) ? [] : (into.get(key) ?? [])
    const within = new Set([...above, key])
    return {
      ...at,
      transformations,
      from: edges
        .filter(
          (edge) =>
            !direct || edge.transformations.some(({ type }) => type === 'DIRECT') || edge.transformations.length === 0,
        )
        .map((edge) => follow(edge.from, edge.transformations, within)),
    }
  }
  return follow({ dataset, column }, [], new Set())
}

/** The columns at the far end of a trace: those that are made of nothing else. Each once, in order of appearance. */
export function originsOf(trace: ColumnTrace): { dataset: string; column: string }[] {
  const found = new Map<string, { dataset: string; column: string }>()
  const walk = ({ dataset, column, from }: ColumnTrace) => {
    if (from.length === 0) found.set(`${dataset}\n${column}`, { dataset, column })
    for (const one of from) walk(one)
  }
  walk(trace)
  return [...found.values()]
}
