import type { Engine } from '../../engine/engine.ts'
import { gammasOf } from '../comparing/pattern-code.ts'
import type { PreparedRecords } from '../records/prepare-records.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'
import type { LinkageModel } from '../training/linkage-model.ts'
import { levelBits } from './pair-weights.ts'
import { SCORES } from './score-pairs.ts'

/**
 * Patterns of scored pairs for which one likeness alone speaks: something alike and nothing equal, or equal as two often are (one name of two
 * people), and nothing else that agrees. However much it weighs, a person is asked.
 */
export async function loneLikeness(
  engine: Engine,
  { comparisons, options }: LinkageSettings,
  records: PreparedRecords,
  model: LinkageModel,
): Promise<number[]> {
  const bits = levelBits(model)
  const common = comparisons.map(
    ({ name, levels }) =>
      new Set(levels.flatMap(({ gamma, label }) => (options.common_levels[name]?.includes(label) ? [gamma] : []))),
  )
  const rows = await engine.rows<{ pattern: number }>(`SELECT DISTINCT pattern FROM ${SCORES} ORDER BY pattern`)
  return rows.flatMap(({ pattern }) => {
    const speaking = gammasOf(records.code, pattern).flatMap((gamma, at) => {
      const levels = bits[at] ?? []
      return gamma > 0 && (levels[gamma] ?? 0) > 0 ? [gamma < levels.length - 1 || common[at]?.has(gamma) === true] : []
    })
    return speaking.length === 1 && speaking[0] === true ? [pattern] : []
  })
}
