/** A node to be placed: in the graph of datasets and states, or of any other things with arrows between them. */
export interface LayoutNode {
  readonly id: string
  /** In pixels: columns are as wide as their widest node. */
  readonly width: number
}
export interface LayoutEdge {
  readonly from: string
  readonly to: string
}

const GAP = 40
const ROW = 58
const SWEEPS = 6

/**
 * Places a graph that flows from left to right: each node one column after the last of those before it, ordered within its column by
 * where its neighbours stand. Arrows that would close a circle are left out of the reckoning. The same graph gives the same picture.
 */
export function layoutLineage(
  nodes: readonly LayoutNode[],
  edges: readonly LayoutEdge[],
): ReadonlyMap<string, { readonly x: number; readonly y: number }> {
  const before = neighbours(nodes, edges, 'to', 'from')
  const after = neighbours(nodes, edges, 'from', 'to')
  const layer = layers(nodes, before)
  const columns: string[][] = []
  for (const { id } of nodes) {
    const at = layer.get(id) ?? 0
    columns[at] ??= []
    columns[at].push(id)
  }
  const rank = new Map<string, number>()
  const number = (column: readonly string[]) => {
    for (const [at, id] of column.entries()) rank.set(id, at - (column.length - 1) / 2)
  }
  for (const column of columns) number(column)
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const order = sweep % 2 === 0 ? columns : [...columns].reverse()
    for (const column of order) {
      const pull = new Map(
        column.map((id) => [id, mean((sweep % 2 === 0 ? before : after).get(id) ?? [], rank) ?? rank.get(id) ?? 0]),
      )
      column.sort((a, b) => (pull.get(a) ?? 0) - (pull.get(b) ?? 0) || (a < b ? -1 : 1))
      number(column)
    }
  }
  const middles = columnMiddles(columns, new Map(nodes.map(({ id, width }) => [id, width])))
  return new Map(nodes.map(({ id }) => [id, { x: middles[layer.get(id) ?? 0] ?? 0, y: (rank.get(id) ?? 0) * ROW }]))
}

function columnMiddles(columns: readonly (readonly string[])[], widths: ReadonlyMap<string, number>): number[] {
  let left = 0
  return columns.map((column) => {
    const width = column.reduce((most, id) => Math.max(most, widths.get(id) ?? 0), 0)
    const middle = left + width / 2
    left += width + GAP
    return middle
  })
}

function neighbours(
  nodes: readonly LayoutNode[],
  edges: readonly LayoutEdge[],
  key: 'from' | 'to',
  value: 'from' | 'to',
): Map<string, string[]> {
  const found = new Map<string, string[]>(nodes.map(({ id }) => [id, []]))
  for (const edge of edges) if (found.has(edge[value])) found.get(edge[key])?.push(edge[value])
  return found
}

function layers(nodes: readonly LayoutNode[], before: ReadonlyMap<string, readonly string[]>): Map<string, number> {
  const layer = new Map<string, number>()
  const under = new Set<string>()
  const place = (id: string): number => {
    const known = layer.get(id)
    if (known !== undefined) return known
    if (under.has(id)) return -1
    under.add(id)
    const at = Math.max(-1, ...(before.get(id) ?? []).map(place)) + 1
    under.delete(id)
    layer.set(id, at)
    return at
  }
  for (const { id } of nodes) place(id)
  return layer
}

const mean = (ids: readonly string[], rank: ReadonlyMap<string, number>): number | undefined =>
  ids.length === 0 ? undefined : ids.reduce((sum, id) => sum + (rank.get(id) ?? 0), 0) / ids.length
