import { UnionFind } from '../union-find.ts'

/** A link that holds a cluster together: a scored pair, or a steward's decision (weight +∞). */
export interface PathLink {
  readonly a: number
  readonly b: number
  readonly weight: number
  /** The decision's id; null for a scored pair. */
  readonly decision: string | null
}

/** How each record hangs on its cluster: the record nearer to the lead that it is linked to. The lead has none. */
export interface SpanningPaths {
  readonly parent: Int32Array
  /** The link to the parent, by record. */
  readonly linkOf: ReadonlyMap<number, PathLink>
  readonly links: readonly PathLink[]
}

/**
 * The strongest links that hold every cluster together (a maximum spanning forest; Kruskal 1956), and from them the path of each
 * record to its cluster's least record. Links across clusters are left aside. Of equal weights the one of lesser records counts.
 */
export function spanningPaths(
  clusterOf: Int32Array,
  edges: { readonly a: Int32Array; readonly b: Int32Array; readonly weight: Float64Array; readonly threshold: number },
  decided: readonly PathLink[],
): SpanningPaths {
  const inside: PathLink[] = [...decided]
  for (let i = 0; i < edges.a.length; i++) {
    const [a, b] = [edges.a[i] as number, edges.b[i] as number]
    const weight = edges.weight[i] as number
    if (weight >= edges.threshold && clusterOf[a] === clusterOf[b]) inside.push({ a, b, weight, decision: null })
  }
  inside.sort((x, y) => (y.weight === x.weight ? 0 : y.weight - x.weight) || x.a - y.a || x.b - y.b)
  const sets = new UnionFind(clusterOf.length)
  const links = inside.filter(({ a, b }) => clusterOf[a] === clusterOf[b] && sets.union(a, b))
  const neighbours = new Map<number, PathLink[]>()
  for (const link of links)
    for (const end of [link.a, link.b]) {
      const known = neighbours.get(end)
      if (known === undefined) neighbours.set(end, [link])
      else known.push(link)
    }
  const parent = new Int32Array(clusterOf.length).fill(-1)
  const linkOf = new Map<number, PathLink>()
  for (let record = 0; record < clusterOf.length; record++) {
    // Leads come first in their cluster, so each walk starts at one.
    if (parent[record] !== -1 || !neighbours.has(record)) continue
    parent[record] = record
    const queue = [record]
    for (let index = 0; index < queue.length; index++) {
      const at = queue[index] as number
      for (const link of neighbours.get(at) ?? []) {
        const next = link.a === at ? link.b : link.a
        if (parent[next] !== -1) continue
        parent[next] = at
        linkOf.set(next, link)
        queue.push(next)
      }
    }
  }
  return { parent, linkOf, links }
}
