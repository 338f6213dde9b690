import { firstOfCell } from '../../refine/record/one-of-several.ts'

interface Pair {
  readonly a: number
  readonly b: number
}

/**
 * Pairs of records that one cell names beside each other, by position, the lesser first: whoever writes two names means two. What people
 * decided to be one is left out.
 * @param recordKeys in order
 */
export function namedTogether(recordKeys: readonly string[], decidedSame: readonly Pair[]): Pair[] {
  const cells = new Map<string, number[]>()
  for (const [at, key] of recordKeys.entries()) {
    const first = firstOfCell(key)
    if (first !== null) cells.set(first, [...(cells.get(first) ?? []), at])
  }
  if (cells.size === 0) return []
  const same = new Set(decidedSame.flatMap(({ a, b }) => [`${a} ${b}`, `${b} ${a}`]))
  const positions = new Map(recordKeys.map((key, at) => [key, at]))
  return [...cells].flatMap(([first, others]) => {
    const own = positions.get(first)
    const all = own === undefined ? others : [own, ...others]
    return all.flatMap((one, at) =>
      all.slice(at + 1).flatMap((other) => {
        const [a, b] = one < other ? [one, other] : [other, one]
        return same.has(`${a} ${b}`) ? [] : [{ a, b }]
      }),
    )
  })
}
