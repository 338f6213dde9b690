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

/** Compares clusters with the truth. `clusterOf` holds positions; rows whose truth is −1 (unknown) are left out. */
export function truthMetrics(clusterOf: Int32Array, truth: Int32Array): TruthMetrics {
  const width = truth.reduce((most, entity) => Math.max(most, entity), 0) + 1
  const clusters = new Int32Array(clusterOf.length)
  const entities = new Int32Array(width)
  // Cluster and entity as one number, sorted: rows that share both stand side by side.
  const keys = new Float64Array(clusterOf.length)
  let known = 0
  for (let row = 0; row < clusterOf.length; row++) {
    const entity = truth[row] as number
    if (entity < 0) continue
    const cluster = clusterOf[row] as number
    clusters[cluster] = (clusters[cluster] as number) + 1
    entities[entity] = (entities[entity] as number) + 1
    keys[known++] = cluster * width + entity
  }
  const sorted = keys.subarray(0, known).sort()
  let together = 0
  let exact = 0
  for (let at = 0; at < known; ) {
    const key = sorted[at] as number
    const start = at
    while (at < known && sorted[at] === key) at++
    const size = at - start
    together += pairsOf(size)
    if (size > 1 && size === clusters[Math.floor(key / width)] && size === entities[key % width]) exact++
  }
  const sum = (sizes: Int32Array): number => sizes.reduce((total, size) => total + pairsOf(size), 0)
  const many = (sizes: Int32Array): number => sizes.reduce((total, size) => total + (size > 1 ? 1 : 0), 0)
  return {
    pairwise: agreement(together, sum(clusters), sum(entities)),
    clusterwise: agreement(exact, many(clusters), many(entities)),
  }
}
