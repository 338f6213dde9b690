/** How clusters or pairs compare with the truth. */
export interface Agreement {
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

export interface TruthMetrics {
  /** Over pairs of rows in one cluster. */
  readonly pairwise: Agreement
  /** Over whole clusters of two or more rows: right only when it is exactly an entity of the truth. */
  readonly clusterwise: Agreement
}

const agreement = (right: number, found: number, wanted: number): Agreement => {
  const precision = found === 0 ? 1 : right / found
  const recall = wanted === 0 ? 1 : right / wanted
  return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) }
}

const pairsOf = (size: number): number => (size * (size - 1)) / 2

/** Compares clusters with the truth; rows whose truth is −1 (unknown) are left out. */
export function truthMetrics(clusterOf: Int32Array, truth: Int32Array): TruthMetrics {
  const clusters = new Map<number, number>()
  const entities = new Map<number, number>()
  const both = new Map<string, number>()
  for (let row = 0; row < clusterOf.length; row++) {
    const entity = truth[row] as number
    if (entity < 0) continue
    const cluster = clusterOf[row] as number
    clusters.set(cluster, (clusters.get(cluster) ?? 0) + 1)
    entities.set(entity, (entities.get(entity) ?? 0) + 1)
    const key = `${cluster} ${entity}`
    both.set(key, (both.get(key) ?? 0) + 1)
  }
  const sum = (sizes: Iterable<number>): number => {
    let total = 0
    for (const size of sizes) total += pairsOf(size)
    return total
  }
  let exact = 0
  for (const [key, size] of both) {
    const [cluster, entity] = key.split(' ').map(Number) as [number, number]
    if (size > 1 && size === clusters.get(cluster) && size === entities.get(entity)) exact++
  }
  const many = (sizes: Map<number, number>): number => [...sizes.values()].filter((size) => size > 1).length
  return {
    pairwise: agreement(sum(both.values()), sum(clusters.values()), sum(entities.values())),
    clusterwise: agreement(exact, many(clusters), many(entities)),
  }
}
