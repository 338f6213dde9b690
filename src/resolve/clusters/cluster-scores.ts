import type { Engine } from '../../engine/engine.ts'
import { sqlName } from '../../engine/sql.ts'
import { functionName, type PreparedRecords, RECORDS } from '../records/prepare-records.ts'
import { SCORES } from '../scoring/score-pairs.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'
import { UnionFind } from '../union-find.ts'
import type { ClusterInput } from './cluster-input.ts'
import { type Clusters, clusterPairs } from './cluster-pairs.ts'
import { apartSql, eitherSql, heldSql } from './held-pairs.ts'

/** Bits by which a pair that is held back stays below the threshold: no link, and hardly evidence against one. */
const BELOW = 0.001

export interface ClusterOptions {
  /** Bits from which a pair is a link. */
  readonly threshold: number
  /** By position. */
  readonly mustLink?: ClusterInput['mustLink']
  readonly cannotLink?: ClusterInput['cannotLink']
  /** SQL over a scored pair: what holds it back besides the levels that the settings name. */
  readonly held?: string | null
  /** The table of scored pairs, when it is not `link_score`. */
  readonly scores?: string
}

/** Clusters the pairs of `link_score`. */
export async function clusterScores(
  engine: Engine,
  settings: LinkageSettings,
  records: PreparedRecords,
  options: ClusterOptions,
): Promise<Clusters> {
  return clusterPairs(await clusterInput(engine, settings, records, options))
}

/**
 * What clustering needs, out of the engine: the pairs inside each component of links, and what contradicts a merge. Good for any
 * threshold from `options.threshold` up.
 */
export async function clusterInput(
  engine: Engine,
  settings: LinkageSettings,
  records: PreparedRecords,
  options: ClusterOptions,
): Promise<ClusterInput> {
  const { threshold, mustLink = [], scores = SCORES } = options
  const held = eitherSql(heldSql(settings, records), options.held ?? null)
  const weighed =
    held === null
      ? 'match_weight'
      : `CASE WHEN ${held} THEN least(match_weight, ${bits(threshold)} - ${BELOW}) ELSE match_weight END`
  const sets = new UnionFind(records.rows)
  for (const [a, b] of mustLink) sets.union(a, b)
  for await (const { columns } of engine.columns(`SELECT a, b FROM ${scores} WHERE ${weighed} >= ${bits(threshold)}`)) {
    const [a, b] = columns as [number[], number[]]
    for (let i = 0; i < a.length; i++) sets.union(a[i] as number, b[i] as number)
  }
  const inside = functionName('inside')
  engine.registerFunction(inside, ['integer', 'integer'], ([a, b], out, count) => {
    for (let i = 0; i < count; i++)
      out[i] = sets.find((a as Int32Array)[i] as number) === sets.find((b as Int32Array)[i] as number) ? 1 : 0
  })
  const apart: [number, number][] = []
  const parted = apartSql(settings, records)
  const left: number[] = []
  const right: number[] = []
  const weight: number[] = []
  for await (const { columns } of engine.columns(
    `SELECT a, b, ${weighed} AS match_weight, ${parted ?? 'false'} AS is_apart FROM ${scores} WHERE ${inside}(a, b) = 1`,
  )) {
    const [a, b, w, isApart] = columns as [number[], number[], number[], boolean[]]
    for (let i = 0; i < a.length; i++) {
      if (isApart[i]) apart.push([a[i] as number, b[i] as number])
      left.push(a[i] as number)
      right.push(b[i] as number)
      weight.push(w[i] as number)
    }
  }
  const facts = await factsOf(engine, settings, records)
  return {
    rows: records.rows,
    pairs: { a: Int32Array.from(left), b: Int32Array.from(right), weight: Float64Array.from(weight) },
    threshold,
    mustLink,
    ...(options.cannotLink ? { cannotLink: options.cannotLink } : {}),
    apart,
    minBridge: settings.options.min_bridge_weight,
    ...facts,
  }
}

const bits = (threshold: number): string =>
  Number.isFinite(threshold) ? String(threshold) : `'${threshold < 0 ? '-' : ''}infinity'::DOUBLE`

/** What contradicts a merge besides pairs: values of which an entity has one, and sources without duplicates. */
async function factsOf(
  engine: Engine,
  settings: LinkageSettings,
  records: PreparedRecords,
): Promise<Pick<ClusterInput, 'contradicting' | 'sources' | 'duplicateFree'>> {
  const { contradicting_columns: names, duplicate_free_sources: free } = settings.options
  const contradicting = names.map((name) => ({ name, codes: new Int32Array(records.rows).fill(-1) }))
  const sources = new Int32Array(records.rows).fill(-1)
  if (names.length === 0 && free.length === 0) return {}
  const dictionaries = names.map(() => new Map<string, number>())
  const select = names.map((name) => `, CAST(${sqlName(name)} AS VARCHAR)`).join('')
  for await (const { columns } of engine.columns(`SELECT link_position, link_source${select} FROM ${RECORDS}`)) {
    const [position, source, ...values] = columns as [number[], (string | null)[], ...(string | null)[][]]
    for (let i = 0; i < position.length; i++) {
      const row = position[i] as number
      sources[row] = free.indexOf(source[i] ?? '')
      for (const [at, column] of values.entries()) {
        const value = column[i]
        if (value === null || value === undefined) continue
        const dictionary = dictionaries[at] as Map<string, number>
        let code = dictionary.get(value)
        if (code === undefined) {
          code = dictionary.size
          dictionary.set(value, code)
        }
        ;(contradicting[at]?.codes as Int32Array)[row] = code
      }
    }
  }
  return { contradicting, ...(free.length > 0 ? { sources, duplicateFree: new Set(free.keys()) } : {}) }
}
