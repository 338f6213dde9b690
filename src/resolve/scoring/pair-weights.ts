import { sqlName } from '../../engine/sql.ts'
import { gammasOf } from '../comparing/pattern-code.ts'
import type { PreparedRecords } from '../records/prepare-records.ts'
import type { Comparison } from '../settings/linkage-model-shape.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'
import type { LinkageModel } from '../training/linkage-model.ts'
import { rowFrequencies, type ValueFrequencies } from './value-frequencies.ts'

const LEAST_CHANCE = 1e-300

export const bitsOf = (probability: number): number => Math.log2(probability / (1 - probability))
export const probabilityOf = (bits: number): number => (bits >= 0 ? 1 / (1 + 2 ** -bits) : 2 ** bits / (1 + 2 ** bits))

/** The weight in bits of each gamma of each comparison: log2(m / u), and what people's answers add to it. */
export const levelBits = (model: LinkageModel): number[][] =>
  model.comparisons.map(({ levels }) =>
    levels.map(({ m, u, answered = 0 }) => Math.log2(Math.max(m, LEAST_CHANCE) / Math.max(u, LEAST_CHANCE)) + answered),
  )

/** A level whose weight depends on how rare the value is. */
interface Adjustment {
  readonly gamma: number
  readonly frequency: (a: number, b: number) => number
  readonly weight: number
  readonly base: number
  readonly minimumU: number
  readonly shared: number
}

/** What a pair's weight is made of. */
export interface PairWeights {
  readonly priorBits: number
  weight(a: number, b: number, pattern: number): number
  /** The adjustment of one comparison, 0 when it has none at this gamma. */
  adjustment(comparison: number, gamma: number, a: number, b: number): number
}

/** @param frequencies how rare values are; by default counted in rows */
export function pairWeights(
  settings: LinkageSettings,
  records: PreparedRecords,
  model: LinkageModel,
  frequencies: ValueFrequencies = rowFrequencies(records),
): PairWeights {
  const bits = levelBits(model)
  const priorBits = bitsOf(Math.min(Math.max(model.prior, 1e-15), 1 - 1e-15))
  const adjustments = settings.comparisons.map((comparison, at) => adjustmentsOf(comparison, at, frequencies, model))
  const adjust = ({ frequency, weight, base, minimumU, shared }: Adjustment, a: number, b: number): number => {
    const found = frequency(a, b)
    const share = Math.max(found, minimumU) + shared
    return Number.isNaN(found) || share === 0 ? 0 : weight * (base - Math.log2(share))
  }
  const known = new Map<number, { bits: number; adjusted: Adjustment[] }>()
  return {
    priorBits,
    weight(a, b, pattern) {
      let entry = known.get(pattern)
      if (entry === undefined) {
        const gammas = gammasOf(records.code, pattern)
        let sum = priorBits
        const adjusted: Adjustment[] = []
        for (const [at, gamma] of gammas.entries()) {
          if (gamma >= 0) sum += (bits[at] as number[])[gamma] as number
          const found = (adjustments[at] as Adjustment[]).find((adjustment) => adjustment.gamma === gamma)
          if (found) adjusted.push(found)
        }
        entry = { bits: sum, adjusted }
        known.set(pattern, entry)
      }
      let sum = entry.bits
      for (const adjustment of entry.adjusted) sum += adjust(adjustment, a, b)
      return sum
    },
    adjustment(comparison, gamma, a, b) {
      const found = (adjustments[comparison] as Adjustment[]).find((adjustment) => adjustment.gamma === gamma)
      return found ? adjust(found, a, b) : 0
    },
  }
}

function adjustmentsOf(
  comparison: Comparison,
  at: number,
  frequencies: ValueFrequencies,
  model: LinkageModel,
): Adjustment[] {
  const levels = model.comparisons[at]?.levels ?? []
  return comparison.levels.flatMap(({ gamma, termFrequency }) => {
    if (termFrequency === undefined || gamma < 0) return []
    const { column: name, weight, minimumU, ownBase } = termFrequency
    const frequency = frequencies(sqlName(name))
    const baseGamma = ownBase ? gamma : (exactLevel(comparison, name) ?? gamma)
    const base = levels[baseGamma]?.u
    const shared = levels[baseGamma]?.shared ?? 0
    return frequency === undefined || base === undefined
      ? []
      : [{ gamma, frequency, weight, minimumU, shared, base: Math.log2(Math.max(base, LEAST_CHANCE)) }]
  })
}

/** The gamma of the level that is equality of the column alone: the u that frequencies are measured against. */
function exactLevel(comparison: Comparison, column: string): number | undefined {
  const index = comparison.conditions?.findIndex((condition) => {
    if (condition?.kind !== 'equal' || condition.left !== condition.right) return false
    return condition.left.toLowerCase() === sqlName(column).toLowerCase()
  })
  return index === undefined || index < 0 ? undefined : comparison.levels[index]?.gamma
}
