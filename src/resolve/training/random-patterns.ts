import type { Engine } from '../../engine/engine.ts'
import { patternsOf } from '../comparing/compare-pairs.ts'
import { gammasOf } from '../comparing/pattern-code.ts'
import { type PreparedRecords, RECORDS } from '../records/prepare-records.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'
import type { PatternCount } from './expectation-maximisation.ts'

const LEAST_PAIRS = 50_000
const PAIRS_A_ROW = 3

/** How many random pairs a job is worth: enough for levels of one in ten thousand, never the larger part of the work. */
export const randomPairs = (settings: LinkageSettings, rows: number): number =>
  Math.min(settings.options.u_pairs, Math.max(LEAST_PAIRS, rows * PAIRS_A_ROW))

/**
 * Patterns of pairs drawn at random with a fixed seed: each row, in order, with others; all pairs when there are no more than that. Nearly
 * none of them are matches.
 */
export async function randomPatterns(
  engine: Engine,
  settings: LinkageSettings,
  records: PreparedRecords,
): Promise<PatternCount[]> {
  const { rows, possiblePairs } = records
  if (possiblePairs === 0) return []
  const wanted = randomPairs(settings, rows)
  const { seed } = settings.options
  const drawn =
    possiblePairs <= wanted
      ? `SELECT l.i::INTEGER AS a, r.i::INTEGER AS b FROM range(${rows}) l(i) JOIN range(${rows}) r(i) ON l.i < r.i`
      : `SELECT least(x, y)::INTEGER AS a, greatest(x, y)::INTEGER AS b FROM (
           SELECT i * ${rows} // ${wanted} AS x, hash(i, ${seed}) % ${rows} AS y FROM range(${wanted}) t(i)) WHERE x <> y`
  const across = !records.onlyAcrossSources
    ? drawn
    : `SELECT d.a, d.b FROM (${drawn}) d JOIN ${RECORDS} l ON l.link_position = d.a JOIN ${RECORDS} r ON r.link_position = d.b
       WHERE l.link_source <> r.link_source`
  const counted = await engine.rows<{ pattern: number; n: number }>(
    `SELECT pattern, count(*) AS n FROM (${patternsOf(settings, records, `SELECT a, b, 0::UINTEGER AS rules FROM (${across})`)}) GROUP BY pattern`,
  )
  return counted.map(({ pattern, n }) => ({ gammas: gammasOf(records.code, pattern), count: n }))
}
