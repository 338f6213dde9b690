import { join } from 'node:path'
import type { Engine } from '../../engine/engine.ts'
import { parquetFiles } from '../../engine/sql.ts'
import type { PlannedContext } from '../../ledger/stage.ts'
import { fetchWork, storeWork } from '../../ledger/work.ts'
import type { WorkFile } from '../../ledger/works/work-file.ts'
import { type Clusters, clusterPairs } from '../../resolve/clusters/cluster-pairs.ts'
import { clusterInput } from '../../resolve/clusters/cluster-scores.ts'
import { type SpanningPaths, spanningPaths } from '../../resolve/clusters/spanning-paths.ts'
import { loadPairs } from '../../resolve/comparing/load-pairs.ts'
import { comparePairsByParent } from '../../resolve/entities/same-parent.ts'
import { ENTITY_RECORD } from '../../resolve/entities/tables.ts'
import { parentId, placedTable } from '../../resolve/entities/ties-sql.ts'
import { type PreparedRecords, prepareRecords } from '../../resolve/records/prepare-records.ts'
import { type DecidedPair, type JudgedDecisions, judgeDecisions } from '../../resolve/review/judge-decisions.ts'
import { type PairWeights, pairWeights } from '../../resolve/scoring/pair-weights.ts'
import type { ExpectedLinks } from '../../resolve/scoring/precision-threshold.ts'
import { scoreEntityPairs } from '../../resolve/scoring/score-entity-pairs.ts'
import { scorePairs, thresholdBits } from '../../resolve/scoring/score-pairs.ts'
import type { ValueFrequencies } from '../../resolve/scoring/value-frequencies.ts'
import type { LinkageModel } from '../../resolve/training/linkage-model.ts'
import { atPositions, type EntityRows, positionOf } from './entity-rows.ts'
import { namedTogether } from './named-together.ts'
import { unpromoted } from './promoted-model.ts'
import { type ChosenModel, makeModel } from './resolution-model.ts'
import type { ResolveInputs } from './resolve-inputs.ts'

type PlacedDecision = DecidedPair & { readonly a: number; readonly b: number }

export interface LinkedRecords {
  readonly prepared: PreparedRecords
  readonly model: ChosenModel
  readonly weights: PairWeights
  /** Undefined where settings are somebody's, and values are counted in rows. */
  readonly frequencies: ValueFrequencies | undefined
  /** SQL over a scored pair: what holds it back besides the levels that the settings name. */
  readonly held: string | null
  /** Bits from which a pair is a link, and from which it waits for a person. */
  readonly matchBits: number
  readonly reviewBits: number
  /** How sure the links are of themselves; null where settings say from which probability on. */
  readonly expected: ExpectedLinks | null
  readonly judged: JudgedDecisions
  readonly decided: { readonly same: readonly PlacedDecision[]; readonly different: readonly PlacedDecision[] }
  /** Pairs that one cell names beside each other: never one. */
  readonly together: readonly { readonly a: number; readonly b: number }[]
  readonly clusters: Clusters
  /** The links that hold the clusters together. */
  readonly forest: SpanningPaths
  /** Every compared pair: what the next run need not compare again. */
  readonly pairs: WorkFile
}

/** Weighs the compared pairs of an entity's records with one model and clusters them under what people decided. Leaves `link_record` and `link_score`. */
export async function linkRecords(
  context: PlannedContext,
  engine: Engine,
  inputs: ResolveInputs,
  { recordKeys }: EntityRows,
  prefix: string,
): Promise<LinkedRecords> {
  const { config, linkage, decisions } = inputs
  const prepared = await loadComparedPairs(context, engine, inputs)
  if (prepared.rows !== recordKeys.length)
    throw new Error(`Block saw ${prepared.rows} records of ${inputs.entity.id}, Resolve ${recordKeys.length}`)
  context.progress(prepared.rows, `records of ${inputs.entity.id}`)
  const pairs = await storePairs(context, engine, prefix)
  await comparePairsByParent(engine, inputs.entity, linkage.derived, linkage.weighed)
  const model =
    inputs.model ??
    (await makeModel(context, engine, linkage, prepared, unpromoted(config.linkage_model), config.train_records))
  const scored = await weighPairs(engine, inputs, prepared, model.model)
  const { matchBits } = scored
  const judged = judgeDecisions(decisions, (key) => positionOf(recordKeys, key) >= 0)
  const decided = {
    same: judged.mustLink.map((pair) => atPositions(pair, recordKeys)),
    different: judged.cannotLink.map((pair) => atPositions(pair, recordKeys)),
  }
  const together = namedTogether(recordKeys, decided.same)
  const input = await clusterInput(engine, linkage.weighed, prepared, {
    threshold: matchBits,
    held: scored.held,
    mustLink: decided.same.map(({ a, b }) => [a, b]),
    cannotLink: [...decided.different, ...together].map(({ a, b }) => [a, b]),
  })
  const clusters = clusterPairs(input)
  const forest = spanningPaths(
    clusters.clusterOf,
    { ...input.pairs, threshold: matchBits },
    decided.same.map(({ a, b, decision }) => ({ a, b, weight: Number.POSITIVE_INFINITY, decision: decision.id })),
  )
  const reviewBits = Math.min(matchBits, thresholdBits(config.review_probability))
  return { prepared, model, ...scored, reviewBits, judged, decided, together, clusters, forest, pairs }
}

/** Table `link_score`, and from which weight on a pair is a link. */
async function weighPairs(
  engine: Engine,
  { config, linkage }: ResolveInputs,
  prepared: PreparedRecords,
  model: LinkageModel,
): Promise<Pick<LinkedRecords, 'weights' | 'frequencies' | 'held' | 'matchBits' | 'expected'>> {
  if (linkage.isOfTypes) {
    const scored = await scoreEntityPairs(engine, linkage.weighed, prepared, model, config.match_precision)
    return { ...scored, matchBits: scored.expected.threshold }
  }
  await scorePairs(engine, linkage.weighed, prepared, model)
  const matchBits = thresholdBits(config.match_probability)
  const weights = pairWeights(linkage.weighed, prepared, model)
  return { weights, frequencies: undefined, held: null, matchBits, expected: null }
}

/** Tables `link_record` and `link_pair`. */
async function loadComparedPairs(
  context: PlannedContext,
  engine: Engine,
  { entity, blocked, shares, linkage }: ResolveInputs,
): Promise<PreparedRecords> {
  const [records = '', ...sharePaths] = await fetchWork(context, [blocked.records, ...shares])
  const known = blocked.known ? await fetchWork(context, [blocked.known.records, blocked.known.pairs]) : undefined
  const parents = entity.parents.map((parent) => `, p.${parentId(parent)}`).join('')
  await engine.run(
    `CREATE OR REPLACE TABLE ${ENTITY_RECORD} AS SELECT r.*${parents}
     FROM ${parquetFiles(records)} r JOIN ${placedTable(entity.id)} p ON p._record_key = r._record_key AND p._occurrence = 1`,
  )
  const prepared = await prepareRecords(engine, linkage.weighed, ENTITY_RECORD)
  await loadPairs(
    engine,
    sharePaths,
    linkage.weighed.idColumn,
    known && { records: known[0] as string, pairs: known[1] as string },
  )
  return prepared
}

async function storePairs(context: PlannedContext, engine: Engine, prefix: string): Promise<WorkFile> {
  const path = join(context.scratch, 'pairs.parquet')
  await engine.writeParquet('SELECT a, b, rules, pattern FROM link_pair ORDER BY a, b', path)
  const [counted] = await engine.rows<{ n: number }>('SELECT count(*) AS n FROM link_pair')
  return storeWork(context.store, prefix, 'pairs.parquet', path, counted?.n ?? 0)
}
