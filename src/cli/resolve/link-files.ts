import { basename, join } from 'node:path'
import type { Engine } from '../../engine/engine.ts'
import { analyseBlocking } from '../../resolve/blocking/analyse-blocking.ts'
import { clusterFunction } from '../../resolve/clusters/cluster-function.ts'
import { clusterPairs } from '../../resolve/clusters/cluster-pairs.ts'
import { clusterInput } from '../../resolve/clusters/cluster-scores.ts'
import { proposedThreshold, sizesOf, thresholdChoices } from '../../resolve/clusters/threshold-choices.ts'
import { comparePairs } from '../../resolve/comparing/compare-pairs.ts'
import type { ClusterInput, PreparedRecords } from '../../resolve/index.ts'
import { prepareRecords } from '../../resolve/records/prepare-records.ts'
import { gatherReport } from '../../resolve/report/gather-report.ts'
import { renderReport } from '../../resolve/report/render-report.ts'
import { scoredPairsSql, thresholdBits } from '../../resolve/scoring/score-pairs.ts'
import { weighPairs } from '../../resolve/scoring/weigh-pairs.ts'
import { suggestedSettings } from '../../resolve/settings/suggested-settings.ts'
import { modelText } from '../../resolve/training/linkage-model.ts'
import { withOwnNumbers } from '../../resolve/training/own-numbers.ts'
import { count } from '../describe-state.ts'
import { taughtByLabels } from '../taught-by-labels.ts'
import { clearPlace, replaceFile, writeNewFile } from '../write-file.ts'
import { againstTruth } from './against-truth.ts'
import { earlierResult } from './earlier-result.ts'
import { entitiesOfRows } from './entities-of-rows.ts'
import { changeCounts, manyRows } from './entity-counts.ts'
import { clustersQuery, replaceParquet, writeChanges, writeDeduplicated } from './linkage-files.ts'
import type { LinkageInput } from './linkage-input.ts'
import { type LinkageSummary, warningsOfResult } from './linkage-summary.ts'
import { RESULT_FILES, type ResolveOptions } from './resolve-options.ts'

/** Thresholds that are told besides the one that is used. */
const TOLD_THRESHOLDS = [0.5, 0.8, 0.9, 0.95, 0.99, 0.999]
const LEAST_THRESHOLD = 0.5

export interface LinkFilesOptions extends ResolveOptions {
  readonly files: readonly string[]
  /** The match probability that was asked for. */
  readonly asked: number | undefined
}

/** Links the rows of an input and writes the result to `options.out`. @returns all that there is to say of it */
export async function linkFiles(
  engine: Engine,
  input: LinkageInput,
  options: LinkFilesOptions,
  say: (text: string) => void,
): Promise<LinkageSummary> {
  const linked = await scoreRows(engine, input, options, say)
  const { taught } = linked
  const { settings } = linked
  const threshold = options.asked ?? linked.linkedFrom ?? settings.options.match_threshold
  const accuracy = await taught.accuracy(threshold)
  const scored = await clusterInput(engine, taught.settings, linked.records, {
    threshold: thresholdBits(Math.min(threshold, LEAST_THRESHOLD)),
    held: linked.held,
    ...taught.held,
  })
  const clusters = clusterPairs({ ...scored, threshold: thresholdBits(threshold) })
  const earlier = options.base === undefined ? undefined : await earlierResult(engine, options.base)
  const entities = await entitiesOfRows(engine, input, clusters.clusterOf, earlier)
  const truth = await truthTold(engine, input, options, { scored, threshold }, say)
  const thresholds = thresholdChoices(scored, [...new Set([...TOLD_THRESHOLDS, threshold])].sort(rising))
  const counted = { threshold, thresholds, many_rows: await manyRows(engine) }
  const title = `Linkage of ${options.files.map((file) => basename(file)).join(', ')}`
  const data = await gatherReport(
    engine,
    settings,
    linked.records,
    { ...linked, clusters, threshold, accuracy },
    { title, isMade: input.taken !== null },
  )
  const warnings = [...data.warnings, ...warningsOfResult(counted)]
  const page = renderReport({ ...data, warnings, ...truth })
  const written = await writeResult(engine, input, linked.records, options, { page, entities, model: linked.model })
  if (options.suggest !== undefined)
    await writeNewFile(options.suggest, jsonOf(suggestedSettings(settings, linked.model, threshold, linked.countedIn)))
  return {
    rows: input.rows,
    pairs: data.pairs,
    clusters: sizesOf(entities.clusterOf).size,
    ...counted,
    weights: linked.origin,
    ...taught.summary(accuracy),
    review_threshold: Math.min(settings.options.review_threshold, threshold),
    in_doubt: await pairsInDoubt(engine, clusters.clusterOf, settings.options.review_threshold),
    expected_precision: thresholds.find((one) => one.threshold === threshold)?.expectedPrecision ?? null,
    proposed_threshold: proposedThreshold(thresholds)?.threshold ?? null,
    files: input.taken,
    changes: earlier === undefined ? null : changeCounts(entities.changes),
    warnings,
    written,
    ...truth,
  }
}

const rising = (a: number, b: number): number => a - b
const jsonOf = (document: unknown): string => `${JSON.stringify(document, null, 2)}\n`

/** How the result compares with a file of who is one; empty where none is named. */
async function truthTold(
  engine: Engine,
  input: LinkageInput,
  { truth: path, truthKey }: LinkFilesOptions,
  { scored, threshold }: { readonly scored: ClusterInput; readonly threshold: number },
  say: (text: string) => void,
): Promise<Pick<LinkageSummary, 'truth'>> {
  if (path === undefined) return {}
  const keys = truthKey === undefined ? [...(input.idColumn === null ? [] : [input.idColumn]), 'id'] : [truthKey]
  const { measured, notes } = await againstTruth(engine, { path, keys }, scored, threshold)
  for (const note of notes) say(`Note: ${note}.`)
  return { truth: measured }
}

/** Compares the rows and weighs the pairs: leaves `link_record` and `link_score`. */
async function scoreRows(engine: Engine, input: LinkageInput, options: ResolveOptions, say: (text: string) => void) {
  const { settings } = input
  const records = await prepareRecords(engine, settings, input.table)
  await input.prepared()
  const analysis = await analyseBlocking(engine, settings, records)
  say(`Blocking makes at most ${count(analysis.bound, 'pair')}.`)
  const rulePairs = await comparePairs(engine, settings, records, {}, (at) =>
    say(`Comparing pairs of rule ${at + 1} of ${settings.rules.length} …`),
  )
  const known = await withOwnNumbers(engine, settings, records)
  const { model, origin } = await input.modelOf(records, known)
  const { used: taught, ...weighed } = await weighPairs(engine, known, records, model, input.precision, (frequencies) =>
    taughtByLabels(engine, known, records, model, { ...options, heldIn: input.labelColumn, frequencies }),
  )
  for (const note of taught.notes) say(`Note: ${note}`)
  say('Clustering …')
  return { settings: known, records, analysis, rulePairs, model: taught.model, taught, origin, ...weighed }
}

/** Pairs that are probable, and whose rows are not one: those too that something else speaks against. */
async function pairsInDoubt(engine: Engine, clusterOf: Int32Array, from: number): Promise<number> {
  const cluster = clusterFunction(engine, clusterOf)
  const [counted] = await engine.rows<{ n: number }>(
    `SELECT count(*) AS n FROM link_score WHERE match_weight >= ${thresholdBits(from)} AND ${cluster}(a) <> ${cluster}(b)`,
  )
  return counted?.n ?? 0
}

interface Result {
  readonly page: string
  readonly entities: Awaited<ReturnType<typeof entitiesOfRows>>
  readonly model: Parameters<typeof modelText>[0]
}

/** @returns names of the files in the order in which they are told */
async function writeResult(
  engine: Engine,
  input: LinkageInput,
  records: PreparedRecords,
  { out, base }: ResolveOptions,
  { page, entities, model }: Result,
): Promise<string[]> {
  const at = (name: string): string => join(out, name)
  // What an earlier result left there would be taken for this one's.
  for (const name of [RESULT_FILES.records, RESULT_FILES.changes, RESULT_FILES.retired]) await clearPlace(at(name))
  const { deduplicated, deduplicatedCsv, clusters, pairs, ...more } = RESULT_FILES
  await replaceParquet(engine, clustersQuery(input), at(clusters))
  await writeDeduplicated(engine, input, out)
  await replaceParquet(engine, scoredPairsSql(input.settings, records), at(pairs))
  if (input.recordsQuery !== null) await replaceParquet(engine, input.recordsQuery, at(more.records))
  if (base !== undefined) await writeChanges(engine, entities, out)
  await replaceFile(at(more.model), modelText(model))
  await replaceFile(at(more.report), page)
  return [
    ...[deduplicatedCsv, deduplicated, clusters, pairs],
    ...(input.recordsQuery === null ? [] : [more.records]),
    ...(base === undefined ? [] : [more.changes, more.retired]),
    ...[more.model, more.report],
  ]
}
