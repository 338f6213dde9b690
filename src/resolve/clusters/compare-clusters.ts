/** How two partitions of the same records differ, by whole clusters. */
export interface ClusterDifference {
  readonly before: number
  readonly after: number
  /** Clusters that only the second partition has, record for record; and that only the first has. */
  readonly gained: number
  readonly lost: number
}

/** Compares two partitions, given as a cluster a record. */
export function compareClusters(before: Int32Array, after: Int32Array): ClusterDifference {
  const [old, now] = [membersOf(before), membersOf(after)]
  let same = 0
  for (const members of old.values()) {
    const [first] = members
    const other = first === undefined ? undefined : now.get(after[first] as number)
    if (other?.length === members.length && members.every((row, at) => other[at] === row)) same++
  }
  return { before: old.size, after: now.size, gained: now.size - same, lost: old.size - same }
}

/** Cluster → its records, ascending. */
function membersOf(clusterOf: Int32Array): Map<number, number[]> {
  const members = new Map<number, number[]>()
  for (const [row, cluster] of clusterOf.entries()) {
    const found = members.get(cluster)
    if (found === undefined) members.set(cluster, [row])
    else found.push(row)
  }
  return members
}
