/** Disjoint sets over `0 … size-1`. The root of a set is always its least member, so results do not depend on the order of unions. */
export class UnionFind {
  readonly #parent: Int32Array

  constructor(size: number) {
    this.#parent = Int32Array.from({ length: size }, (_, index) => index)
  }

  find(member: number): number {
    let root = member
    while (this.#parent[root] !== root) root = this.#parent[root] as number
    let walk = member
    while (this.#parent[walk] !== root) {
      const next = this.#parent[walk] as number
      this.#parent[walk] = root
      walk = next
    }
    return root
  }

  /** Joins two sets. @returns whether they were separate. */
  union(left: number, right: number): boolean {
    const a = this.find(left)
    const b = this.find(right)
    if (a === b) return false
    this.#parent[Math.max(a, b)] = Math.min(a, b)
    return true
  }
}
