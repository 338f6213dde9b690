import type { Engine } from '../../engine/engine.ts'
import { gammasOf } from '../comparing/pattern-code.ts'
import type { PreparedRecords } from '../records/prepare-records.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'
import type { LinkageModel } from '../training/linkage-model.ts'
import { SCORES } from './score-pairs.ts'

/**
 * Patterns of scored pairs that may as well be two branches as one: of those pairs that are one entity or of one group, fewer than `precision`
 * are one by where both are. Empty where the model knows of no groups.
 */
export async function likelyBranches(
  engine: Engine,
  { options }: LinkageSettings,
  records: PreparedRecords,
  model: LinkageModel,
  precision: number,
): Promise<number[]> {
  const { branches = 0, prior } = model
  if (branches === 0 || options.place_columns.length === 0) return []
  const places = model.comparisons.map(({ name, levels }) =>
    options.place_columns.includes(name) ? levels.map(({ m, u, shared = 0 }) => Math.log2((u - shared) / m)) : null,
  )
  const most = Math.log2((1 - precision) / precision)
  const first = Math.log2(branches / prior)
  const rows = await engine.rows<{ pattern: number }>(`SELECT DISTINCT pattern FROM ${SCORES} ORDER BY pattern`)
  return rows.flatMap(({ pattern }) => {
    const known = gammasOf(records.code, pattern).flatMap((gamma, at) => (gamma < 0 ? [] : (places[at]?.[gamma] ?? [])))
    return known.reduce((sum, bits) => sum + bits, first) > most ? [pattern] : []
  })
}
