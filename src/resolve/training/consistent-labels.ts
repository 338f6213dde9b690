import { UnionFind } from '../union-find.ts'
import type { Answer } from './teach-by-answers.ts'

/** An answer as it stands in a file. */
export interface PlacedLabel extends Answer {
  /** `row 3`: for messages. */
  readonly place: string
}

export interface ConsistentLabels {
  /** Each pair once. */
  readonly answers: readonly Answer[]
  /** A sentence for each label that was set aside. */
  readonly contradictions: readonly string[]
}

/**
 * Labels that can all be true. A pair that is called both, one and different, is left to the model; of a chain (A is B, B is C, A is not C)
 * what joins is kept and what parts is set aside, so that the order of the rows decides nothing.
 * @param nameOf what a record is called, by position
 */
export function consistentLabels(
  rows: number,
  labels: readonly PlacedLabel[],
  nameOf: (position: number) => string,
): ConsistentLabels {
  const contradictions: string[] = []
  const byPair = Map.groupBy(labels, ({ a, b }) => `${Math.min(a, b)} ${Math.max(a, b)}`)
  const sets = new UnionFind(rows)
  const agreed: PlacedLabel[] = []
  for (const [first, ...rest] of byPair.values()) {
    if (first === undefined) continue
    const other = rest.find(({ isMatch }) => isMatch !== first.isMatch)
    if (other === undefined) agreed.push(first)
    else
      contradictions.push(
        `${nameOf(first.a)} and ${nameOf(first.b)} are ${said(first)} at ${first.place} and ${said(other)} at ${other.place}; neither was taken.`,
      )
  }
  for (const { a, b, isMatch } of agreed) if (isMatch) sets.union(a, b)
  const answers = agreed.filter(({ a, b, isMatch, place }) => {
    if (isMatch || sets.find(a) !== sets.find(b)) return true
    contradictions.push(
      `${nameOf(a)} and ${nameOf(b)} are different at ${place}, but other labels make them one; what joins was taken.`,
    )
    return false
  })
  return { answers: answers.map(({ a, b, isMatch }) => ({ a, b, isMatch })), contradictions }
}

const said = ({ isMatch }: Answer): string => (isMatch ? 'one' : 'different')
