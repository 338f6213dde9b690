import { UnionFind } from './union-find.ts'

/** An edge of a bipartite graph: `left` and `right` are indices of their own side. */
export interface WeightedEdge {
  readonly left: number
  readonly right: number
  /** A whole number above 0. */
  readonly weight: number
}

/** Above this many nodes on its smaller side a component is assigned greedily: the exact method costs the cube of it. */
export const EXACT_LIMIT = 256

/**
 * Pairs left and right nodes, each at most once, so that the sum of the chosen edges' weights is the greatest possible
 * (the assignment problem; Kuhn 1955, Munkres 1957). Each connected component is solved by itself, so what happens in one never
 * moves another. A component wider than {@link EXACT_LIMIT} on both sides is paired greedily, heaviest edge first, which keeps at
 * least half of the best sum. Deterministic for a given numbering of the nodes.
 * @returns the right node of each left node that has one.
 */
export function maximumAssignment(edges: readonly WeightedEdge[]): Map<number, number> {
  const chosen = new Map<number, number>()
  for (const component of components(edges)) {
    const [only] = component
    if (component.length === 1 && only !== undefined) chosen.set(only.left, only.right)
    else for (const { left, right } of solve(component)) chosen.set(left, right)
  }
  return chosen
}

type Pair = { readonly left: number; readonly right: number }

/** The edges of each connected component; components and their edges in order of the least left node, then right. */
function components(edges: readonly WeightedEdge[]): WeightedEdge[][] {
  const sorted = [...edges].sort((a, b) => a.left - b.left || a.right - b.right)
  const lefts = sorted.reduce((most, { left }) => Math.max(most, left + 1), 0)
  const rights = sorted.reduce((most, { right }) => Math.max(most, right + 1), 0)
  const sets = new UnionFind(lefts + rights)
  for (const { left, right } of sorted) sets.union(left, lefts + right)
  const groups = new Map<number, WeightedEdge[]>()
  for (const edge of sorted) {
    const root = sets.find(edge.left)
    const group = groups.get(root)
    if (group === undefined) groups.set(root, [edge])
    else group.push(edge)
  }
  return [...groups.values()]
}

function solve(edges: readonly WeightedEdge[]): Pair[] {
  const lefts = [...new Set(edges.map(({ left }) => left))]
  const rights = [...new Set(edges.map(({ right }) => right))].sort((a, b) => a - b)
  if (Math.min(lefts.length, rights.length) > EXACT_LIMIT) return greedy(edges)
  // The method needs the shorter side as rows.
  const flipped = lefts.length > rights.length
  const rows = flipped ? rights : lefts
  const columns = flipped ? lefts : rights
  const rowAt = new Map(rows.map((node, index) => [node, index]))
  const columnAt = new Map(columns.map((node, index) => [node, index]))
  const weight = rows.map(() => new Float64Array(columns.length))
  for (const edge of edges) {
    const row = weight[rowAt.get(flipped ? edge.right : edge.left) as number] as Float64Array
    row[columnAt.get(flipped ? edge.left : edge.right) as number] = edge.weight
  }
  return hungarian(weight, columns.length).flatMap((column, row) => {
    if (column < 0 || (weight[row] as Float64Array)[column] === 0) return []
    const [r, c] = [rows[row] as number, columns[column] as number]
    return [flipped ? { left: c, right: r } : { left: r, right: c }]
  })
}

function greedy(edges: readonly WeightedEdge[]): Pair[] {
  const taken = { left: new Set<number>(), right: new Set<number>() }
  const chosen: Pair[] = []
  for (const { left, right } of [...edges].sort(
    (a, b) => b.weight - a.weight || a.left - b.left || a.right - b.right,
  )) {
    if (taken.left.has(left) || taken.right.has(right)) continue
    taken.left.add(left)
    taken.right.add(right)
    chosen.push({ left, right })
  }
  return chosen
}

/** Shortest augmenting paths with potentials over the negated weights; rows ≤ columns. @returns the column of each row. */
function hungarian(weight: readonly Float64Array[], columns: number): number[] {
  const n = weight.length
  const rowPotential = new Float64Array(n + 1)
  const columnPotential = new Float64Array(columns + 1)
  const rowOf = new Int32Array(columns + 1)
  const way = new Int32Array(columns + 1)
  for (let row = 1; row <= n; row++) {
    rowOf[0] = row
    let column = 0
    const least = new Float64Array(columns + 1).fill(Number.POSITIVE_INFINITY)
    const used = new Uint8Array(columns + 1)
    do {
      used[column] = 1
      const current = rowOf[column] as number
      let delta = Number.POSITIVE_INFINITY
      let next = 0
      for (let c = 1; c <= columns; c++) {
        if (used[c]) continue
        const cost =
          -((weight[current - 1] as Float64Array)[c - 1] as number) -
          (rowPotential[current] as number) -
          (columnPotential[c] as number)
        if (cost < (least[c] as number)) {
          least[c] = cost
          way[c] = column
        }
        if ((least[c] as number) < delta) {
          delta = least[c] as number
          next = c
        }
      }
      for (let c = 0; c <= columns; c++)
        if (used[c]) {
          rowPotential[rowOf[c] as number] = (rowPotential[rowOf[c] as number] as number) + delta
          columnPotential[c] = (columnPotential[c] as number) - delta
        } else least[c] = (least[c] as number) - delta
      column = next
    } while (rowOf[column] !== 0)
    do {
      const previous = way[column] as number
      rowOf[column] = rowOf[previous] as number
      column = previous
    } while (column !== 0)
  }
  const result = new Array<number>(n).fill(-1)
  for (let c = 1; c <= columns; c++) if (rowOf[c]) result[(rowOf[c] as number) - 1] = c - 1
  return result
}
