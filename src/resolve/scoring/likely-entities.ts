import type { Engine } from '../../engine/engine.ts'
import { heldSql } from '../clusters/held-pairs.ts'
import { JOIN_SOURCES, PAIRS } from '../comparing/compare-pairs.ts'
import type { PreparedRecords } from '../records/prepare-records.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'
import type { LinkageModel } from '../training/linkage-model.ts'
import { UnionFind } from '../union-find.ts'
import { bitsOf, pairWeights } from './pair-weights.ts'

/** From this probability two records count as one thing where it is counted how many things have a value. */
const LIKELY = 0.9

/**
 * A number a row, equal for rows that are likely one entity by their levels alone: what the rarity of values is counted in. Needs the compared
 * pairs.
 */
export async function likelyEntities(
  engine: Engine,
  settings: LinkageSettings,
  records: PreparedRecords,
  model: LinkageModel,
): Promise<Int32Array> {
  const weights = pairWeights(withoutFrequencies(settings), records, model)
  const least = bitsOf(LIKELY)
  const held = heldSql(settings, records)
  const free = new Set(settings.options.duplicate_free_sources)
  const sets = new UnionFind(records.rows)
  const sources = free.size === 0 ? '' : ', l.link_source, r.link_source'
  for await (const { columns } of engine.columns(
    `SELECT a, b, pattern${sources} FROM ${PAIRS}
     ${free.size === 0 ? '' : JOIN_SOURCES}
     ${held === null ? '' : `WHERE NOT ${held}`}`,
  )) {
    const [a = [], b = [], pattern = [], left = [], right = []] = columns as [
      number[],
      number[],
      number[],
      (string | null)[]?,
      (string | null)[]?,
    ]
    for (const [i, one] of a.entries()) {
      const other = b[i] as number
      const source = left[i]
      if (source !== undefined && source !== null && source === right[i] && free.has(source)) continue
      if (weights.weight(one, other, pattern[i] as number) >= least) sets.union(one, other)
    }
  }
  return Int32Array.from({ length: records.rows }, (_, row) => sets.find(row))
}

const withoutFrequencies = (settings: LinkageSettings): LinkageSettings => ({
  ...settings,
  comparisons: settings.comparisons.map((comparison) => ({
    ...comparison,
    levels: comparison.levels.map((level) => ({ ...level, termFrequency: undefined })),
  })),
})
