/** Remembered answers of a pure function; the memory it takes has a ceiling. */
export interface BoundedCache<V> {
  /** The remembered answer for `key`, or `compute(key)`, remembered. */
  readonly get: (key: string) => V
}

/**
 * Wraps a pure function of a text. Two generations of at most `capacity` answers are kept, so what is asked for again
 * survives while one long run of distinct keys cannot grow the memory. Keys over 100 characters are not remembered.
 */
export function boundedCache<V>(capacity: number, compute: (key: string) => V): BoundedCache<V> {
  let young = new Map<string, V>()
  let old = new Map<string, V>()
  const keep = (key: string, value: V): V => {
    if (young.size >= capacity) {
      old = young
      young = new Map()
    }
    young.set(key, value)
    return value
  }
  const get = (key: string): V => {
    if (key.length > 100) return compute(key)
    const recent = young.get(key)
    if (recent !== undefined) return recent
    const earlier = old.get(key)
    return keep(key, earlier === undefined ? compute(key) : earlier)
  }
  return { get }
}
