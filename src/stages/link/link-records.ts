import { join } from 'node:path'
import type { Engine } from '../../engine/engine.ts'
import { parquetFiles } from '../../engine/sql.ts'
import type { PlannedContext } from '../../ledger/stage.ts'
import { fetchWork, storeWork } from '../../ledger/work.ts'
import type { WorkFile } from '../../ledger/works/work-file.ts'
import { type Clusters, clusterPairs } from '../../resolve/clusters/cluster-pairs.ts'
import { clusterInput } from '../../resolve/clusters/cluster-scores.ts'
import type { DoubtfulMerge } from '../../resolve/clusters/doubtful-merges.ts'
import { type SpanningPaths, spanningPaths } from '../../resolve/clusters/spanning-paths.ts'
import { loadPairs } from '../../resolve/comparing/load-pairs.ts'
import { comparePairsByParent } from '../../resolve/entities/same-parent.ts'
import { ENTITY_RECORD } from '../../resolve/entities/tables.ts'
import { parentId, placedTable } from '../../resolve/entities/ties-sql.ts'
import { type PreparedRecords, prepareRecords } from '../../resolve/records/prepare-records.ts'
import { type DecidedPair, type JudgedDecisions, judgeDecisions } from '../../resolve/review/judge-decisions.ts'
import type { PairWeights } from '../../resolve/scoring/pair-weights.ts'
import { thresholdBits } from '../../resolve/scoring/score-pairs.ts'
import type { ValueFrequencies } from '../../resolve/scoring/value-frequencies.ts'
import { weighPairs } from '../../resolve/scoring/weigh-pairs.ts'
import type { LinkageSettings } from '../../resolve/settings/parse-linkage-settings.ts'
import { withOwnNumbers } from '../../resolve/training/own-numbers.ts'
import { type Answer, accuracyByAnswers, type ThresholdAccuracy } from '../../resolve/training/teach-by-answers.ts'
import { doubtfulOf } from './doubtful-of.ts'
import { atPositions, type EntityRows, positionOf } from './entity-rows.ts'
import { namedTogether } from './named-together.ts'
import { unpromoted } from './promoted-model.ts'
import { type ChosenModel, makeModel } from './resolution-model.ts'
import type { ResolveInputs } from './resolve-inputs.ts'
import { taughtModel } from './taught-model.ts'

type PlacedDecision = DecidedPair & { readonly a: number; readonly b: number }

export interface LinkedRecords {
  /** What pairs were weighed by, with what the file shows of its numbers. */
  readonly settings: LinkageSettings
  readonly prepared: PreparedRecords
  readonly model: ChosenModel
  /** How right it is by people's answers; empty where there are too few. */
  readonly accuracy: readonly ThresholdAccuracy[]
  readonly weights: PairWeights
  /** Undefined where settings are somebody's, and values are counted in rows. */
  readonly frequencies: ValueFrequencies | undefined
  /** SQL over a scored pair: what holds it back besides the levels that the settings name. */
  readonly held: string | null
  /** Match probability from which a pair is a link. */
  readonly threshold: number
  /** Bits from which a pair is a link, and from which it waits for a person. */
  readonly matchBits: number
  readonly reviewBits: number
  readonly judged: JudgedDecisions
  readonly decided: { readonly same: readonly PlacedDecision[]; readonly different: readonly PlacedDecision[] }
  /** Pairs that one cell names beside each other: never one. */
  readonly together: readonly { readonly a: number; readonly b: number }[]
  readonly clusters: Clusters
  /** The links that hold the clusters together. */
  readonly forest: SpanningPaths
  /** What a person should look at among the clusters. */
  readonly doubtful: readonly DoubtfulMerge[]
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
  const { config, decisions } = inputs
  const prepared = await loadComparedPairs(context, engine, inputs)
  if (prepared.rows !== recordKeys.length)
    throw new Error(`Block saw ${prepared.rows} records of ${inputs.entity.id}, Resolve ${recordKeys.length}`)
  context.progress(prepared.rows, `records of ${inputs.entity.id}`)
  const pairs = await storePairs(context, engine, prefix)
  await comparePairsByParent(engine, inputs.entity, inputs.linkage.derived, inputs.linkage.weighed)
  const settings = await withOwnNumbers(engine, inputs.linkage.weighed, prepared)
  const linkage = { ...inputs.linkage, weighed: settings }
  const chosen =
    inputs.model ??
    (await makeModel(context, engine, linkage, prepared, unpromoted(config.linkage_model), config.train_records))
  const judged = judgeDecisions(decisions, (key) => positionOf(recordKeys, key) >= 0)
  const decided = {
    same: judged.mustLink.map((pair) => atPositions(pair, recordKeys)),
    different: judged.cannotLink.map((pair) => atPositions(pair, recordKeys)),
  }
  const precision = linkage.isOfTypes ? config.match_precision : null
  const weighed = await weighPairs(engine, settings, prepared, chosen.model, precision, (frequencies) =>
    taughtModel(context, engine, linkage, prepared, chosen, answersOf(decided), frequencies),
  )
  const { chosen: model, taught } = weighed.used
  const threshold = weighed.linkedFrom ?? config.match_probability
  const matchBits = thresholdBits(threshold)
  const accuracy = await accuracyByAnswers(engine, taught, threshold)
  const together = namedTogether(recordKeys, decided.same)
  const input = await clusterInput(engine, settings, prepared, {
    threshold: matchBits,
    held: weighed.held,
    mustLink: decided.same.map(({ a, b }) => [a, b]),
    cannotLink: [...decided.different, ...together].map(({ a, b }) => [a, b]),
  })
  const clusters = clusterPairs(input)
  const forest = spanningPaths(
    clusters.clusterOf,
    { ...input.pairs, threshold: matchBits },
    decided.same.map(({ a, b, decision }) => ({ a, b, weight: Number.POSITIVE_INFINITY, decision: decision.id })),
  )
  const { clusterOf } = clusters
  const ownNumbers = settings.options.own_number_columns
  const doubtful = await doubtfulOf(engine, inputs.entity, { clusterOf, forest, input, ownNumbers })
  const reviewBits = Math.min(matchBits, thresholdBits(config.review_probability))
  const { weights, frequencies, held } = weighed
  return {
    ...{ settings, prepared, model, accuracy, weights, frequencies, held, threshold, matchBits, reviewBits },
    ...{ judged, decided, together, clusters, forest, doubtful, pairs },
  }
}

const answersOf = ({ same, different }: LinkedRecords['decided']): Answer[] => [
  ...same.map(({ a, b }) => ({ a, b, isMatch: true })),
  ...different.map(({ a, b }) => ({ a, b, isMatch: false })),
]

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
