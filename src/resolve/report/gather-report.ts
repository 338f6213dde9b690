import type { Engine } from '../../engine/engine.ts'
import { sqlName } from '../../engine/sql.ts'
import type { BlockingAnalysis } from '../blocking/analyse-blocking.ts'
import type { Clusters } from '../clusters/cluster-pairs.ts'
import type { RulePairs } from '../comparing/compare-pairs.ts'
import { type PreparedRecords, RECORDS } from '../records/prepare-records.ts'
import { explainPair } from '../scoring/explain-pair.ts'
import { SCORES, thresholdBits } from '../scoring/score-pairs.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'
import type { LinkageModel } from '../training/linkage-model.ts'
import type { ReportCluster, ReportData } from './report-data.ts'

const SHOWN_CLUSTERS = 6
const SHOWN_ROWS = 12
const SHOWN_CUTS = 1000

export interface Linked {
  readonly model: LinkageModel
  readonly analysis: BlockingAnalysis
  readonly rulePairs: readonly RulePairs[]
  readonly clusters: Clusters
  readonly threshold: number
}

/** Collects what the report shows from the tables of a finished linkage. Holds values of the records: mask them first where that matters. */
export async function gatherReport(
  engine: Engine,
  settings: LinkageSettings,
  records: PreparedRecords,
  linked: Linked,
  title: string,
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
  const ids = await rowIds(engine, [...new Set(shownCuts.flatMap(({ a, b }) => [a, b]))])
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
    worst: await worstClusters(engine, settings, records, linked),
    cuts: shownCuts.map(({ a, b, weight, reason, column }) => ({
      left: ids.get(a) ?? '',
      right: ids.get(b) ?? '',
      weight,
      reason,
      ...(column === undefined ? {} : { column }),
    })),
    warnings: warningsOf(settings, records, linked),
  }
}

async function rowIds(engine: Engine, positions: readonly number[]): Promise<Map<number, string>> {
  if (positions.length === 0) return new Map()
  const rows = await engine.rows<{ position: number; id: string }>(
    `SELECT link_position AS position, link_row_id AS id FROM ${RECORDS} WHERE link_position IN (${positions.join(', ')})`,
  )
  return new Map(rows.map(({ position, id }) => [position, id]))
}

/** The clusters that hold the pairs which agree least. */
async function worstClusters(
  engine: Engine,
  settings: LinkageSettings,
  records: PreparedRecords,
  linked: Linked,
): Promise<ReportCluster[]> {
  const { clusterOf } = linked.clusters
  const members = new Map<number, number[]>()
  const least = new Map<number, { a: number; b: number; pattern: number; match_weight: number }>()
  for await (const { columns } of engine.columns(`SELECT a, b, pattern, match_weight FROM ${SCORES}`)) {
    const [a, b, pattern, weight] = columns as [number[], number[], number[], number[]]
    for (let i = 0; i < a.length; i++) {
      const cluster = clusterOf[a[i] as number] as number
      if (cluster !== clusterOf[b[i] as number]) continue
      const known = least.get(cluster)
      if (known === undefined || (weight[i] as number) < known.match_weight)
        least.set(cluster, {
          a: a[i] as number,
          b: b[i] as number,
          pattern: pattern[i] as number,
          match_weight: weight[i] as number,
        })
    }
  }
  const worst = [...least].sort((x, y) => x[1].match_weight - y[1].match_weight || x[0] - y[0]).slice(0, SHOWN_CLUSTERS)
  for (const [cluster] of worst) members.set(cluster, [])
  for (const [row, cluster] of clusterOf.entries()) members.get(cluster)?.push(row)
  const columns = [...new Set(settings.comparisons.flatMap((comparison) => comparison.columns))]
  const shown: ReportCluster[] = []
  for (const [cluster, pair] of worst) {
    const all = members.get(cluster) ?? []
    const first = [...new Set([pair.a, pair.b, ...all])].slice(0, SHOWN_ROWS)
    const found = await engine.rows<Record<string, string | number | null>>(
      `SELECT link_position, link_row_id, ${columns.map((name) => `CAST(${sqlName(name)} AS VARCHAR) AS ${sqlName(name)}`).join(', ')} FROM ${RECORDS} WHERE link_position IN (${first.join(', ')}) ORDER BY link_position`,
    )
    const idOf = (position: number): string =>
      String(found.find((row) => row.link_position === position)?.link_row_id ?? '')
    shown.push({
      id: idOf(cluster) || `cluster of ${idOf(pair.a)}`,
      reason: `${all.length} rows${all.length > first.length ? `, ${first.length} of them shown` : ''}; the pair that agrees least has ${pair.match_weight.toFixed(1)} bits.`,
      columns,
      rows: found.map((row) => ({
        id: String(row.link_row_id),
        values: columns.map((name) => (row[name] ?? null) as string | null),
      })),
      pair: {
        left: idOf(pair.a),
        right: idOf(pair.b),
        waterfall: explainPair(settings, records, linked.model, pair),
      },
    })
  }
  return shown
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
