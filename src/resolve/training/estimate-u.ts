import type { PreparedRecords } from '../records/prepare-records.ts'
import type { Comparison } from '../settings/linkage-model-shape.ts'
import { defaultChances } from './default-chances.ts'
import type { PatternCount } from './expectation-maximisation.ts'

/** Half a pair of doubt a level: a level that no random pair showed is rare, not impossible. */
const DOUBT = 0.5

/**
 * u of each level: its share among random pairs. Exact agreement on one column needs no sample: it is Σ n(n−1) / N(N−1) over the
 * column's values.
 */
export function estimateU(
  comparison: Comparison,
  at: number,
  random: readonly PatternCount[],
  records: PreparedRecords,
): number[] {
  const counts = new Array<number>(comparison.answers).fill(DOUBT)
  let total = DOUBT * comparison.answers
  for (const { gammas, count } of random) {
    const gamma = gammas[at] as number
    if (gamma < 0) continue
    counts[gamma] = (counts[gamma] as number) + count
    total += count
  }
  const known = new Map<number, number>()
  for (const level of comparison.levels)
    if (level.fixU && level.u !== undefined && level.gamma >= 0) known.set(level.gamma, level.u)
  const top = comparison.answers - 1
  const exact = records.onlyAcrossSources || known.has(top) ? undefined : exactAgreement(comparison, records)
  if (exact !== undefined) known.set(top, exact)
  if (total <= DOUBT * comparison.answers) return defaultChances(comparison.answers).u
  const fixedSum = [...known.values()].reduce((sum, value) => sum + value, 0)
  let freeCount = 0
  for (const [gamma, count] of counts.entries()) if (!known.has(gamma)) freeCount += count
  return counts.map((count, gamma) => known.get(gamma) ?? (count / freeCount) * Math.max(1 - fixedSum, 1e-9))
}

/** Chance that two rows drawn at random agree on the column of the top level, when that level is equality of one operand. */
function exactAgreement(comparison: Comparison, records: PreparedRecords): number | undefined {
  const index = comparison.levels.findIndex(({ gamma }) => gamma === comparison.answers - 1)
  const condition = comparison.conditions?.[index]
  if (condition?.kind !== 'equal' || condition.left !== condition.right) return undefined
  const column = records.columns.texts.get(condition.left)
  if (column === undefined || column.present < 2) return undefined
  let pairs = 0
  for (const count of column.counts) pairs += count * (count - 1)
  const possible = column.present * (column.present - 1)
  return Math.max(pairs, DOUBT) / possible
}
