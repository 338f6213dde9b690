import type { Level } from '../settings/linkage-model-shape.ts'

/**
 * m and u of a level that nothing is known of, as Splink fills them in for a file without them: 0.95 of matches agree fully, and
 * weights run evenly from −5 bits for the lowest level to 3 for the last but one, 10 for the highest.
 */
export function defaultChances(answers: number): { m: number[]; u: number[] } {
  const m = Array.from({ length: answers }, (_, gamma) => (gamma === answers - 1 ? 0.95 : 0.05 / (answers - 1)))
  const bits = Array.from({ length: answers }, (_, gamma) =>
    gamma === answers - 1 ? 10 : answers === 2 ? -5 : -5 + (8 * gamma) / (answers - 2),
  )
  // With two levels five bits against would be a chance above one, which no stored model may hold.
  return { m, u: m.map((value, gamma) => Math.min(value / 2 ** (bits[gamma] as number), 1)) }
}

/** What the levels of a comparison say of m or u, by gamma; what they do not say as of one that nothing is known of. */
export function statedChances(levels: readonly Level[], answers: number, which: 'm' | 'u'): number[] {
  const values = defaultChances(answers)[which]
  for (const level of levels)
    if (level.gamma >= 0) values[level.gamma] = level[which] ?? (values[level.gamma] as number)
  return values
}
