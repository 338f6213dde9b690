import type { ClusterInput } from './cluster-input.ts'
import type { PathLink, SpanningPaths } from './spanning-paths.ts'

/** The fewest records of a part: one that hangs on one link is every pair's case. */
const LEAST_OF_A_PART = 2

/**
 * Links of which each alone holds two groups of records together: without it the cluster falls into two parts of at least two records,
 * between which no other pair is a link. They are the bridges of the graph of links, all of which stand in any spanning forest; links
 * outside it each cover the path between their ends (Tarjan 1974, with disjoint sets, so that a link of the path is walked once).
 * What a person decided is no doubt, and not among them.
 * @param links every pair that is a link, those of the forest among them, and others
 */
export function loneBridges(
  { parent, linkOf }: Pick<SpanningPaths, 'parent' | 'linkOf'>,
  { pairs, threshold, clusterOf }: { pairs: ClusterInput['pairs']; threshold: number; clusterOf: Int32Array },
): PathLink[] {
  const depth = depths(parent)
  // The nearest record on the way to the lead whose own link nothing covers.
  const top = Int32Array.from(parent.keys())
  const find = (record: number): number => {
    let root = record
    while (top[root] !== root) root = top[root] as number
    for (let at = record; top[at] !== root; ) {
      const next = top[at] as number
      top[at] = root
      at = next
    }
    return root
  }
  const isOfForest = (a: number, b: number): boolean =>
    [linkOf.get(a), linkOf.get(b)].some((link) => link?.decision === null && link.a === a && link.b === b)
  for (let i = 0; i < pairs.a.length; i++) {
    const [a, b] = [pairs.a[i] as number, pairs.b[i] as number]
    if ((pairs.weight[i] as number) < threshold || clusterOf[a] !== clusterOf[b] || isOfForest(a, b)) continue
    let [one, other] = [find(a), find(b)]
    while (one !== other) {
      if ((depth[one] as number) < (depth[other] as number)) [one, other] = [other, one]
      top[one] = parent[one] as number
      one = find(one)
    }
  }
  const below = sizesBelow(parent, depth, [...linkOf.keys()])
  const sizes = new Map<number, number>()
  for (const record of linkOf.keys()) {
    const cluster = clusterOf[record] as number
    sizes.set(cluster, (sizes.get(cluster) ?? 1) + 1)
  }
  return [...linkOf].flatMap(([record, link]) => {
    const under = below[record] as number
    const others = (sizes.get(clusterOf[record] as number) as number) - under
    const isLone = top[record] === record && link.decision === null
    return isLone && under >= LEAST_OF_A_PART && others >= LEAST_OF_A_PART ? [link] : []
  })
}

/** How many links each record is away from its lead. */
function depths(parent: Int32Array): Int32Array {
  const depth = new Int32Array(parent.length).fill(-1)
  const way: number[] = []
  for (let record = 0; record < parent.length; record++) {
    let at = record
    while (depth[at] === -1 && parent[at] !== -1 && parent[at] !== at) {
      way.push(at)
      at = parent[at] as number
    }
    if (depth[at] === -1) depth[at] = 0
    for (let next = way.pop(); next !== undefined; next = way.pop()) {
      depth[next] = (depth[at] as number) + 1
      at = next
    }
  }
  return depth
}

/** How many records hang on each, itself among them. */
function sizesBelow(parent: Int32Array, depth: Int32Array, hanging: number[]): Int32Array {
  const sizes = new Int32Array(parent.length).fill(1)
  hanging.sort((one, other) => (depth[other] as number) - (depth[one] as number))
  for (const record of hanging) {
    const up = parent[record] as number
    sizes[up] = (sizes[up] as number) + (sizes[record] as number)
  }
  return sizes
}
