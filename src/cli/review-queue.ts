import { join } from 'node:path'
import type { Engine } from '../engine/engine.ts'
import { parquetFiles, sqlText } from '../engine/sql.ts'
import { decisionOwner } from '../ledger/decisions.ts'
import { keys } from '../ledger/keys.ts'
import { readDecisions } from '../resolve/review/decision-files.ts'
import { PAIR_ID, pairId } from '../resolve/review/pair-id.ts'
import { decisionsInForce, type ResolutionDecision } from '../resolve/review/resolution-decision.ts'
import { type ReviewPair, readReviewRow } from '../resolve/review/review-pair.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { findDataset } from '../versions/find-dataset.ts'
import { localDataFiles } from '../versions/pull-version.ts'
import { resolveVersion } from '../versions/resolve-version.ts'
import { describeVersion } from '../versions/version-files.ts'
import { UsageError } from './errors.ts'
import { listRuns } from './run-documents.ts'
import { meantRun } from './run-meant.ts'

export interface ReviewQueue {
  readonly run: string
  readonly pipeline: string
  readonly pairs: readonly ReviewPair[]
}

/** The queue of a run; without one, of the newest run (of the pipeline) that left one. @throws UsageError */
export async function readQueue(
  store: ObjectStore,
  engine: Engine,
  scratch: string,
  asked: { readonly run?: string; readonly pipeline?: string },
): Promise<ReviewQueue> {
  const left = (run: string, held: readonly string[]) => held.includes(keys.review(run))
  const meant = await meantRun(store, asked.run, asked.pipeline, left)
  if (meant === undefined)
    throw new UsageError(`No run of ${store.uri('')} has left a review queue. Start one with: hotpass run refinement`)
  const { run, pipeline } = meant
  if (!left(run, (await listRuns(store)).get(run) ?? []))
    throw new UsageError(`Run ${run} has left no review queue in ${store.uri('')}. List the runs with: hotpass runs`)
  const path = await store.fetchFile(keys.review(run), join(scratch, 'review'))
  const rows = await engine.rows(`SELECT * FROM ${parquetFiles(path)} ORDER BY match_weight DESC, pair_id`)
  return { run, pipeline, pairs: rows.map(readReviewRow) }
}

/** The pipeline whose decisions are meant: the one that is named, else the only one of the store. @throws UsageError */
export async function reviewedPipeline(store: ObjectStore, asked: string | undefined): Promise<string> {
  const pipeline = asked ?? (await meantRun(store, undefined, undefined, () => true))?.pipeline
  if (pipeline !== undefined) return pipeline
  throw new UsageError(`No run of ${store.uri('')} has left anything to decide. Start one with: hotpass run refinement`)
}

/** What was decided about a pipeline's data, in the order it was decided. */
export async function decisionsAbout(store: ObjectStore, pipeline: string): Promise<ResolutionDecision[]> {
  const owns = await decisionOwner(store, pipeline)
  return readDecisions(store, (key) => owns(key) === 'pipeline')
}

/** The decision in force about each pair, by the pair's id. */
export const decisionsByPair = (decisions: Iterable<ResolutionDecision>): Map<string, ResolutionDecision> =>
  new Map(decisionsInForce(decisions).map((decision) => [pairId(decision.left, decision.right), decision]))

/**
 * The record keys of what a person names: a pair of the queue by its id, or any two records as `left~right`, each by its record
 * key or its id in its source.
 * @throws UsageError
 */
export async function namedPair(
  text: string,
  pipeline: string | undefined,
  queue: () => Promise<ReviewQueue>,
  store: ObjectStore,
  engine: Engine,
  scratch: string,
): Promise<{ left: string; right: string; pipeline: string }> {
  if (PAIR_ID.test(text)) {
    const { run, pipeline: owner, pairs } = await queue()
    const found = pairs.find(({ pair_id }) => pair_id === text)
    if (found === undefined)
      throw new UsageError(`The queue of run ${run} has no pair ${text}. List it with: hotpass review list`)
    return { left: found.left_key, right: found.right_key, pipeline: owner }
  }
  const [left, right, ...rest] = text.split('~').map((part) => part.trim())
  if (!left || !right || rest.length > 0)
    throw new UsageError(`"${text}" is no pair: give its id (pair_…), or two records as reachout:12~contact:7.`)
  const links = await findDataset(store, 'entity_links', pipeline)
  const version = await resolveVersion(store, links, {})
  const files = await localDataFiles(store, await describeVersion(store, links.table, version), scratch)
  const find = async (name: string): Promise<string> => {
    const rows = await engine.rows<{ record_key: string; source_record_id: string }>(
      `SELECT DISTINCT record_key, source_record_id FROM ${parquetFiles(files)}
       WHERE record_key = ${sqlText(name)} OR source_record_id = ${sqlText(name)} ORDER BY ALL LIMIT 3`,
    )
    if (rows.length === 1 && rows[0] !== undefined) return rows[0].record_key
    throw new UsageError(
      rows.length === 0
        ? `Version ${version} of entity_links has no record "${name}". Find it with: hotpass pull entity_links`
        : `"${name}" are several records: ${rows.map(({ record_key }) => record_key).join(', ')}. Give one of these.`,
    )
  }
  const found = { left: await find(left), right: await find(right), pipeline: links.pipeline }
  if (found.left === found.right) throw new UsageError(`"${text}" names one record twice: nothing to decide.`)
  return found
}
