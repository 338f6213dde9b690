import type { LineageGraph } from './lineage-graph.ts'
import type { ColumnTrace } from './trace-column.ts'

/** Text that Mermaid shows as it stands. */
const shown = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('#', '&#35;')
    .replaceAll(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, ' ')

/** A graph as a Mermaid flowchart: datasets as cylinders, jobs as boxes. @param label what a node is called */
export function graphMermaid(graph: Pick<LineageGraph, 'nodes' | 'edges'>, label: (id: string) => string): string {
  const names = new Map(graph.nodes.map(({ id }, at) => [id, `n${at}`]))
  return [
    'flowchart LR',
    ...graph.nodes.map(({ id, kind }) =>
      kind === 'dataset' ? `  ${names.get(id)}[("${shown(label(id))}")]` : `  ${names.get(id)}["${shown(label(id))}"]`,
    ),
    ...graph.edges.map(({ from, to }) => `  ${names.get(from)} --> ${names.get(to)}`),
  ].join('\n')
}

/** A column's trace as a Mermaid flowchart, sources on the left; a dashed arrow only decides. */
export function traceMermaid(trace: ColumnTrace, label: (id: string) => string): string {
  const names = new Map<string, string>()
  const nodes: string[] = []
  const arrows = new Set<string>()
  const node = ({ dataset, column }: ColumnTrace): string => {
    const key = `${dataset}\n${column}`
    const known = names.get(key)
    if (known !== undefined) return known
    const made = `c${names.size}`
    names.set(key, made)
    nodes.push(`  ${made}["${shown(label(dataset))}: ${shown(column)}"]`)
    return made
  }
  const walk = (at: ColumnTrace) => {
    const to = node(at)
    for (const one of at.from) {
      const direct = one.transformations.length === 0 || one.transformations.some(({ type }) => type === 'DIRECT')
      arrows.add(`  ${node(one)} ${direct ? '-->' : '-.->'} ${to}`)
      walk(one)
    }
  }
  walk(trace)
  return ['flowchart LR', ...nodes, ...arrows].join('\n')
}
