import { UnionFind } from '../union-find.ts'
import type { ClusterInput } from './cluster-input.ts'

/**
 * Rows in groups that grow together, each named by its least row: its members, its value of each contradicting column, and the
 * duplicate-free sources it has a row of. A few numbers a row, since most rows stay alone.
 */
export class Groups {
  readonly #sets: UnionFind
  /** The next member; the last one's is the first. */
  readonly #next: Int32Array
  readonly #sizes: Int32Array
  readonly #columns: readonly { readonly name: string; readonly codes: Int32Array }[]
  readonly #sources: (name: number) => ReadonlySet<number> | undefined
  readonly #joined = new Map<number, Set<number>>()

  constructor({ rows, contradicting = [], sources, duplicateFree }: ClusterInput) {
    this.#sets = new UnionFind(rows)
    this.#next = Int32Array.from({ length: rows }, (_, row) => row)
    this.#sizes = new Int32Array(rows).fill(1)
    this.#columns = contradicting.map(({ name, codes }) => ({ name, codes: codes.slice() }))
    this.#sources = (name) => {
      const known = this.#joined.get(name)
      if (known !== undefined || sources === undefined || duplicateFree === undefined) return known
      const own = sources[name] as number
      return duplicateFree.has(own) ? new Set([own]) : undefined
    }
  }

  /** The name of a row's group. */
  of(row: number): number {
    return this.#sets.find(row)
  }

  size(group: number): number {
    return this.#sizes[group] as number
  }

  *members(group: number): Generator<number> {
    let row = group
    do {
      yield row
      row = this.#next[row] as number
    } while (row !== group)
  }

  /** The column in which the two groups have different values. */
  contradiction(one: number, other: number): string | undefined {
    return this.#columns.find(({ codes }) => {
      const [first, second] = [codes[one] as number, codes[other] as number]
      return first >= 0 && second >= 0 && first !== second
    })?.name
  }

  /** Whether both have a row of one duplicate-free source. */
  shareSource(one: number, other: number): boolean {
    const second = this.#sources(other)
    if (second === undefined) return false
    for (const source of this.#sources(one) ?? []) if (second.has(source)) return true
    return false
  }

  join(one: number, other: number): void {
    if (one === other) return
    const sources = new Set([...(this.#sources(one) ?? []), ...(this.#sources(other) ?? [])])
    this.#sets.union(one, other)
    const name = this.#sets.find(one)
    const child = name === one ? other : one
    const after = this.#next[name] as number
    this.#next[name] = this.#next[child] as number
    this.#next[child] = after
    this.#sizes[name] = this.size(one) + this.size(other)
    // Of two values that must-links brought together, the first group's counts from here on.
    for (const { codes } of this.#columns)
      codes[name] = (codes[one] as number) >= 0 ? (codes[one] as number) : (codes[other] as number)
    if (sources.size > 0) this.#joined.set(name, sources)
    this.#joined.delete(child)
  }
}
