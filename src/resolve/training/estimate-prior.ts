import type { Engine } from '../../engine/engine.ts'
import { guard } from '../blocking/block-keys.ts'
import { type PreparedRecords, RECORDS } from '../records/prepare-records.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'
import type { PatternCount } from './expectation-maximisation.ts'

export interface Prior {
  readonly value: number
  /** Pairs taken for certain. */
  readonly certain: number
  readonly how: string
}

/** Chance agreement must be this much rarer than what is seen before the seen is taken for matches. */
const EXCESS = 10
const SPARE_BITS = 4
/** Without any certain pair: half a match among all pairs. */
const NO_MATCH = 0.5

/** Chance that two random rows are one entity, from the pairs that the declared deterministic rules find and their recall. */
export async function priorByRules(
  engine: Engine,
  settings: LinkageSettings,
  records: PreparedRecords,
  rules: readonly string[],
): Promise<Prior> {
  let certain = 0
  for (const [at, rule] of rules.entries()) {
    const earlier = rules.slice(0, at).map((other) => `coalesce((${other}), false)`)
    const [counted] = await guard(
      () =>
        engine.rows<{ n: number }>(
          `SELECT count(*) AS n FROM ${RECORDS} l JOIN ${RECORDS} r ON (${rule}) AND l.link_position < r.link_position
           ${records.onlyAcrossSources ? 'AND l.link_source <> r.link_source' : ''}
           ${earlier.length > 0 ? `WHERE NOT (${earlier.join(' OR ')})` : ''}`,
        ),
      rule,
    )
    certain += counted?.n ?? 0
  }
  const expected = Math.max(certain / settings.options.recall, NO_MATCH)
  return {
    value: Math.min(expected / Math.max(records.possiblePairs, 1), 0.5),
    certain,
    how: `${certain} pairs by deterministic rules, thought to be ${settings.options.recall} of all`,
  }
}

/**
 * The same without declared rules. A pattern is certain when its pairs disagree on nothing, agree fully on so much that chance
 * would hardly make one such pair a row, and are ten times as many as chance would make.
 */
export function priorByAgreement(
  patterns: readonly PatternCount[],
  u: readonly (readonly number[])[],
  settings: LinkageSettings,
  records: PreparedRecords,
): Prior {
  const { possiblePairs, rows } = records
  const needed = Math.log2(Math.max(rows, 2)) + SPARE_BITS
  let certain = 0
  for (const { gammas, count } of patterns) {
    if (gammas.includes(0)) continue
    let bits = 0
    for (const [at, gamma] of gammas.entries()) {
      const levels = u[at] as readonly number[]
      if (gamma > 0 && gamma === levels.length - 1) bits -= Math.log2(levels[gamma] as number)
    }
    if (bits >= needed && count >= EXCESS * possiblePairs * 2 ** -bits) certain += count
  }
  const expected = Math.max(certain / settings.options.recall, NO_MATCH)
  return {
    value: Math.min(expected / Math.max(possiblePairs, 1), 0.5),
    certain,
    how: `${certain} pairs that agree beyond chance, thought to be ${settings.options.recall} of all`,
  }
}
