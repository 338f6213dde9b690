import type { Engine } from '../../engine/engine.ts'
import { sqlName } from '../../engine/sql.ts'
import type { BlockingAnalysis } from '../blocking/analyse-blocking.ts'
import { clusterFunction } from '../clusters/cluster-function.ts'
import type { Clusters } from '../clusters/cluster-pairs.ts'
import type { RulePairs } from '../comparing/compare-pairs.ts'
import { type PreparedRecords, RECORDS } from '../records/prepare-records.ts'
import { explainPair } from '../scoring/explain-pair.ts'
import type { PairWeights } from '../scoring/pair-weights.ts'
import { SCORES, thresholdBits } from '../scoring/score-pairs.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'
import type { LinkageModel } from '../training/linkage-model.ts'
import type { ThresholdAccuracy } from '../training/teach-by-answers.ts'
import type { ReportCluster, ReportData } from './report-data.ts'

const SHOWN_CLUSTERS = 6
const SHOWN_ROWS = 12
const SHOWN_CUTS = 1000

export interface Linked {
  readonly model: LinkageModel
  /** What weighed the pairs. */
  readonly weights: PairWeights
  readonly analysis: BlockingAnalysis
  readonly rulePairs: readonly RulePairs[]
  readonly clusters: Clusters
  readonly threshold: number
  readonly accuracy?: readonly ThresholdAccuracy[]
}

export interface ReportOptions {
  readonly title: string
  /** How a value of a record is shown; as it is by default. Values of blocks are shown as `linked.analysis` has them. */
  readonly show?: (column: string, value: string) => string
  /** What a record is called, by its row id; the row id by default. */
  readonly nameOf?: (rowId: string) => string
  /** Settings that nobody wrote: what is wrong with them is nobody's to mend. */
  readonly isMade?: boolean
}

/** Collects what the report shows from the tables of a finished linkage. */
export async function gatherReport(
  engine: Engine,
  settings: LinkageSettings,
  records: PreparedRecords,
  linked: Linked,
  { title, show = (_, value) => value, nameOf = (rowId) => rowId, isMade = false }: ReportOptions,
): Promise<ReportData> {
  const { clusterOf, cuts } = linked.clusters
  const sizes = new Map<number, number>()
  for (const cluster of clusterOf) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1)
  const bySize = new Map<number, number>()
  for (const size of sizes.values()) bySize.set(size, (bySize.get(size) ?? 0) + 1)
  const weights = await engine.rows<{ bits: number; pairs: number }>(
    `SELECT floor(greatest(least(match_weight, 100), -100))::INTEGER AS bits, count(*) AS pairs FROM ${SCORES} GROUP BY 1 ORDER BY 1`,
  )
  const shownCuts = cuts.slice(0, SHOWN_CUTS)
  const ids = await rowIds(engine, [...new Set(shownCuts.flatMap(({ a, b }) => [a, b]))], nameOf)
  return {
    title,
    rows: records.rows,
    pairs: linked.rulePairs.at(-1)?.cumulative ?? 0,
    clusters: sizes.size,
    threshold: linked.threshold,
    thresholdBits: thresholdBits(linked.threshold),
    model: linked.model,
    blocking: linked.analysis,
    rulePairs: linked.rulePairs,
    weights,
    clusterSizes: [...bySize].map(([size, clusters]) => ({ size, clusters })).sort((x, y) => x.size - y.size),
    worst: await worstClusters(engine, settings, records, linked, { show, nameOf }),
    cuts: shownCuts.map(({ a, b, weight, reason, column }) => ({
      left: ids.get(a) ?? '',
      right: ids.get(b) ?? '',
      weight,
      reason,
      ...(column === undefined ? {} : { column }),
    })),
    ...(linked.accuracy === undefined ? {} : { accuracy: linked.accuracy }),
    warnings: isMade ? warningsOfMade(settings, records, linked) : warningsOf(settings, records, linked),
  }
}

async function rowIds(
  engine: Engine,
  positions: readonly number[],
  nameOf: (rowId: string) => string,
): Promise<Map<number, string>> {
  if (positions.length === 0) return new Map()
  const rows = await engine.rows<{ position: number; id: string }>(
    `SELECT link_position AS position, link_row_id AS id FROM ${RECORDS} WHERE link_position IN (${positions.join(', ')})`,
  )
  return new Map(rows.map(({ position, id }) => [position, nameOf(id)]))
}

/** Lists as people read them. */
const shown = (name: string): string =>
  `coalesce(array_to_string(TRY_CAST(${sqlName(name)} AS VARCHAR[]), '; '), CAST(${sqlName(name)} AS VARCHAR)) AS ${sqlName(name)}`

interface WorstPair {
  readonly cluster: number
  readonly a: number
  readonly b: number
  readonly pattern: number
  readonly match_weight: number
}

/** The clusters that hold the pairs which agree least. */
async function worstClusters(
  engine: Engine,
  settings: LinkageSettings,
  records: PreparedRecords,
  linked: Linked,
  { show, nameOf }: Required<Pick<ReportOptions, 'show' | 'nameOf'>>,
): Promise<ReportCluster[]> {
  const { clusterOf } = linked.clusters
  const cluster = clusterFunction(engine, clusterOf)
  const worst = await engine.rows<WorstPair>(
    `WITH inside AS (SELECT ${cluster}(a)::INTEGER AS cluster, a, b, pattern, match_weight FROM ${SCORES} WHERE ${cluster}(a) = ${cluster}(b)),
       least AS (SELECT cluster, min(match_weight) AS match_weight FROM inside GROUP BY cluster ORDER BY 2, 1 LIMIT ${SHOWN_CLUSTERS})
     SELECT DISTINCT ON (cluster) i.* FROM inside i JOIN least USING (cluster, match_weight) ORDER BY match_weight, cluster, a, b`,
  )
  const members = new Map<number, number[]>(worst.map((pair) => [pair.cluster, []]))
  for (const [row, at] of clusterOf.entries()) members.get(at)?.push(row)
  const columns = [...new Set(settings.comparisons.flatMap((comparison) => comparison.columns))]
  const found: ReportCluster[] = []
  for (const pair of worst) {
    const all = members.get(pair.cluster) ?? []
    const first = [...new Set([pair.a, pair.b, ...all])].slice(0, SHOWN_ROWS)
    const rows = await engine.rows<Record<string, string | number | null>>(
      `SELECT link_position, link_row_id, ${columns.map(shown).join(', ')} FROM ${RECORDS} WHERE link_position IN (${first.join(', ')}) ORDER BY link_position`,
    )
    const idOf = (position: number): string => {
      const found = rows.find((row) => row.link_position === position)
      return found === undefined ? '' : nameOf(String(found.link_row_id))
    }
    found.push({
      id: idOf(pair.cluster) || `cluster of ${idOf(pair.a)}`,
      reason: `${all.length} rows${all.length > first.length ? `, ${first.length} of them shown` : ''}; the pair that agrees least has ${pair.match_weight.toFixed(1)} bits.`,
      columns,
      rows: rows.map((row) => ({
        id: nameOf(String(row.link_row_id)),
        values: columns.map((name) => {
          const value = row[name] ?? null
          return value === null ? null : show(name, String(value))
        }),
      })),
      pair: {
        left: idOf(pair.a),
        right: idOf(pair.b),
        waterfall: explainPair(settings, records, linked.model, pair, linked.weights),
      },
    })
  }
  return found
}

/** What a person should know before trusting the result. */
export function warningsOf(
  settings: LinkageSettings,
  records: PreparedRecords,
  { analysis, rulePairs, model }: Pick<Linked, 'analysis' | 'rulePairs' | 'model'>,
): string[] {
  const warnings: string[] = []
  if (records.rows < 2)
    warnings.push(`There ${records.rows === 1 ? 'is one row' : 'are no rows'}, so there is nothing to link.`)
  for (const [at, rule] of analysis.rules.entries()) {
    if (records.rows >= 2 && rule.bound === 0 && rule.skippedPairs === 0)
      warnings.push(
        `Blocking rule ${at + 1} (${rule.rule}) blocks nothing: no two rows share its values. Remove it, or correct its columns.`,
      )
    for (const block of rule.skipped)
      warnings.push(
        `Blocking rule ${at + 1} (${rule.rule}) leaves out the block of ${block.rows} rows with "${block.value}": more than max_block_rows.`,
      )
  }
  for (const comparison of settings.comparisons)
    for (const name of comparison.columns) {
      const column = records.columns.texts.get(sqlName(name))
      if (column === undefined || records.rows < 2) continue
      if (column.present === 0)
        warnings.push(
          `Column "${name}" is empty in every row, so comparison "${comparison.name}" learns nothing from it.`,
        )
      else if (column.counts.some((count) => count === records.rows))
        warnings.push(`Column "${name}" holds one value in every row, so agreement on it says nothing.`)
    }
  const trained = model.training.passes
  if (
    trained.length > 0 &&
    trained.every(({ left_out }) => left_out !== null) &&
    (rulePairs.at(-1)?.cumulative ?? 0) > 0
  )
    warnings.push(
      'Nothing was learnt from these rows: no group of pairs looks like matches. The weights are defaults, and few or no rows are linked.',
    )
  return [...new Set(warnings)]
}

/** The same where settings follow from types: what is left out, and comparisons of which no column tells two rows apart. */
function warningsOfMade(
  { comparisons }: LinkageSettings,
  records: PreparedRecords,
  { analysis }: Pick<Linked, 'analysis'>,
): string[] {
  const left = analysis.rules.flatMap(({ rule, skipped }) =>
    skipped.map(({ rows }) => `${rows} rows share one value (${rule}), too many to compare by that alone.`),
  )
  if (records.rows < 2)
    return [`There ${records.rows === 1 ? 'is one row' : 'are no rows'}, so there is nothing to link.`]
  const constant = comparisons.filter(({ columns }) => {
    const texts = columns.flatMap((name) => records.columns.texts.get(sqlName(name)) ?? [])
    return texts.length > 0 && texts.every(({ counts }) => counts.some((count) => count === records.rows))
  })
  return [...left, ...constant.map(({ name }) => `Every row has the same ${name}, so agreement on it says nothing.`)]
}

/** How many pairs each rule was the first to make, from the pairs themselves. */
export async function rulePairsOf(engine: Engine, settings: LinkageSettings): Promise<RulePairs[]> {
  const found = await engine.rows<{ bit: number; pairs: number }>(
    `SELECT bit, count(*) AS pairs FROM (SELECT rules & ((~rules) + 1) AS bit FROM ${SCORES}) GROUP BY bit`,
  )
  const pairs = new Map(found.map(({ bit, pairs: count }) => [bit, count]))
  let cumulative = 0
  return settings.rules.map(({ sql }, at) => {
    const own = pairs.get(2 ** at) ?? 0
    cumulative += own
    return { rule: sql, pairs: own, cumulative }
  })
}
