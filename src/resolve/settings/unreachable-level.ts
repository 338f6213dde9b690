import type { Condition } from '../conditions/condition.ts'

const isLeast = (bound: string): boolean => bound.startsWith('>')

/** Whether every pair that fulfils `later` fulfils `earlier` too. Says yes only when that is certain. */
function implies(later: Condition, earlier: Condition): boolean {
  if (earlier.kind === 'or') return earlier.parts.some((part) => implies(later, part))
  if (earlier.kind === 'and') return earlier.parts.every((part) => implies(later, part))
  if (later.kind === 'and') return later.parts.some((part) => implies(part, earlier))
  if (later.kind === 'or') return later.parts.every((part) => implies(part, earlier))
  if (later.kind === 'flag' || later.kind === 'missing' || later.kind === 'equal' || later.kind === 'not')
    if (JSON.stringify(later) === JSON.stringify(earlier)) return true
  if (earlier.kind !== 'text' && earlier.kind !== 'words' && earlier.kind !== 'shared' && earlier.kind !== 'difference')
    return false
  if (later.kind === 'equal')
    return (
      earlier.kind === 'text' &&
      later.left === earlier.left &&
      later.right === earlier.right &&
      // Equal texts are at distance 0 and similarity 1.
      (isLeast(earlier.bound)
        ? earlier.limit < 1 || (earlier.limit === 1 && earlier.bound === '>=')
        : earlier.limit > 0 || earlier.bound === '<=')
    )
  if (later.kind !== earlier.kind || later.left !== earlier.left || later.right !== earlier.right) return false
  if (later.kind === 'text' && earlier.kind === 'text' && later.measure !== earlier.measure) return false
  if (later.kind === 'words' && earlier.kind === 'words' && later.measure !== earlier.measure) return false
  if (later.kind === 'shared' && earlier.kind === 'shared' && later.of !== earlier.of) return false
  if (isLeast(later.bound) !== isLeast(earlier.bound)) return false
  if (later.limit === earlier.limit) return later.bound === earlier.bound || earlier.bound.endsWith('=')
  return isLeast(later.bound) ? later.limit > earlier.limit : later.limit < earlier.limit
}

/** The first level that can never be reached because one before it takes all of its pairs. */
export function unreachableLevel(
  conditions: readonly (Condition | undefined)[],
): { level: number; by: number } | undefined {
  for (const [level, later] of conditions.entries())
    for (let by = 0; by < level; by++) {
      const earlier = conditions[by]
      if (later && earlier && implies(later, earlier)) return { level, by }
    }
  return undefined
}
