import { sqlName } from '../../engine/sql.ts'
import { gammasOf } from '../comparing/pattern-code.ts'
import type { PreparedRecords } from '../records/prepare-records.ts'
import type { TextColumn } from '../records/record-columns.ts'
import type { Comparison } from '../settings/linkage-model-shape.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'
import type { LinkageModel } from '../training/linkage-model.ts'

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
  readonly column: TextColumn
  readonly weight: number
  readonly base: number
  readonly minimumU: number
}

/** What a pair's weight is made of. */
export interface PairWeights {
  readonly priorBits: number
  weight(a: number, b: number, pattern: number): number
  /** The adjustment of one comparison, 0 when it has none at this gamma. */
  adjustment(comparison: number, gamma: number, a: number, b: number): number
}

/** @param records where term frequencies come from: the share of a value among the rows that have one. */
export function pairWeights(settings: LinkageSettings, records: PreparedRecords, model: LinkageModel): PairWeights {
  const bits = levelBits(model)
  const priorBits = bitsOf(Math.min(Math.max(model.prior, 1e-15), 1 - 1e-15))
  const adjustments = settings.comparisons.map((comparison, at) => adjustmentsOf(comparison, at, records, model))
  const adjust = ({ column, weight, base, minimumU }: Adjustment, a: number, b: number): number => {
    const share = (row: number): number => {
      const code = column.codes[row] as number
      return code < 0 ? 0 : (column.counts[code] as number) / column.present
    }
    const frequency = Math.max(share(a), share(b))
    return frequency === 0 ? 0 : weight * (base - Math.log2(Math.max(frequency, minimumU)))
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
  records: PreparedRecords,
  model: LinkageModel,
): Adjustment[] {
  const levels = model.comparisons[at]?.levels ?? []
  return comparison.levels.flatMap(({ gamma, termFrequency }) => {
    if (termFrequency === undefined || gamma < 0) return []
    const { column: name, weight, minimumU, ownBase } = termFrequency
    const column = records.columns.texts.get(sqlName(name))
    const baseGamma = ownBase ? gamma : (exactLevel(comparison, name) ?? gamma)
    const base = levels[baseGamma]?.u
    return column === undefined || base === undefined
      ? []
      : [{ gamma, column, weight, minimumU, base: Math.log2(Math.max(base, LEAST_CHANCE)) }]
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
