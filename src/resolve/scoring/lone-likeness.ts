import { gammasOf } from '../comparing/pattern-code.ts'
import type { PreparedRecords } from '../records/prepare-records.ts'
import { gammasCalled } from '../settings/gammas-called.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'
import type { LinkageModel } from '../training/linkage-model.ts'
import { levelBits } from './pair-weights.ts'

/**
 * Patterns of scored pairs for which one likeness alone speaks: something alike and nothing equal, or equal as two often are (one name of two
 * people), and nothing else that agrees. However much it weighs, a person is asked.
 */
export function loneLikeness(
  patterns: readonly number[],
  { comparisons, options }: LinkageSettings,
  records: PreparedRecords,
  model: LinkageModel,
): number[] {
  const bits = levelBits(model)
  const common = comparisons.map(({ name, levels }) => gammasCalled(levels, options.common_levels[name] ?? []))
  return patterns.flatMap((pattern) => {
    const speaking = gammasOf(records.code, pattern).flatMap((gamma, at) => {
      const levels = bits[at] ?? []
      return gamma > 0 && (levels[gamma] ?? 0) > 0 ? [gamma < levels.length - 1 || common[at]?.has(gamma) === true] : []
    })
    return speaking.length === 1 && speaking[0] === true ? [pattern] : []
  })
}
