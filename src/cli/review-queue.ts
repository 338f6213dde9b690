import { join } from 'node:path'
import type { Engine } from '../engine/engine.ts'
import { parquetFiles, sqlText } from '../engine/sql.ts'
import { decisionOwner } from '../ledger/decisions.ts'
import { keys } from '../ledger/keys.ts'
import type { PinnedDomain } from '../ledger/pinned-domain.ts'
import { domainInStore, domainOfRun } from '../ledger/store-domains.ts'
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
import { entityOfPair, namedEntity } from './review-entities.ts'
import { listRuns } from './run-documents.ts'
import { meantRun } from './run-meant.ts'

export interface ReviewQueue {
  readonly run: string
  readonly pipeline: string
  /** Of the run. */
  readonly domain: PinnedDomain
  readonly pairs: readonly ReviewPair[]
  /** Pairs whose answers teach; none of a run from before they were kept. Some may be of `pairs` too. */
  readonly questions: readonly ReviewPair[]
}

/** The queue of a run; without one, of the newest run (of the pipeline) that left one. @throws UsageError */
export async function readQueue(
  store: ObjectStore,
  engine: Engine,
  scratch: string,
  asked: { readonly run?: string; readonly pipeline?: string; readonly entity?: string },
): Promise<ReviewQueue> {
  const left = (run: string, held: readonly string[]) => held.includes(keys.review(run))
  const meant = await meantRun(store, asked.run, asked.pipeline, left)
  if (meant === undefined)
    throw new UsageError(`No run of ${store.uri('')} has left a review queue. Start one with: hotpass run refinement`)
  const { run, pipeline } = meant
  const held = (await listRuns(store)).get(run) ?? []
  if (!left(run, held))
    throw new UsageError(`Run ${run} has left no review queue in ${store.uri('')}. List the runs with: hotpass runs`)
  const domain = await domainOfRun(store, run, pipeline)
  const subject = asked.entity === undefined ? undefined : namedEntity(domain, asked.entity).dataset
  const pairsIn = async (key: string, name: string): Promise<ReviewPair[]> => {
    const path = await store.fetchFile(key, join(scratch, name))
    const rows = await engine.rows(`SELECT * FROM ${parquetFiles(path)} ORDER BY match_weight DESC, pair_id`)
    return rows.map(readReviewRow).filter((pair) => subject === undefined || pair.subject === subject)
  }
  const pairs = await pairsIn(keys.review(run), 'review')
  const questions = held.includes(keys.questions(run)) ? await pairsIn(keys.questions(run), 'questions') : []
  return { run, pipeline, domain, pairs, questions }
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

/** What tells pairs of a queue apart: two rows that each describe an organization and a person are two pairs of one id. */
export const pairOf = ({ subject, pair_id }: Pick<ReviewPair, 'subject' | 'pair_id'>): string => `${subject} ${pair_id}`

/** The decision in force about each pair, as `pairOf` tells it. */
export const decisionsByPair = (decisions: Iterable<ResolutionDecision>): Map<string, ResolutionDecision> =>
  new Map(
    decisionsInForce(decisions).map((decision) => [
      pairOf({ subject: decision.subject, pair_id: pairId(decision.left, decision.right) }),
      decision,
    ]),
  )

/** Every pair of a queue that can be asked about, once. */
export const askedPairs = ({ pairs, questions }: Pick<ReviewQueue, 'pairs' | 'questions'>): ReviewPair[] => [
  ...new Map([...questions, ...pairs].map((pair) => [pairOf(pair), pair])).values(),
]

/** The pair of an id. @throws UsageError where the queue has none, or one of each of several entities */
export function pairOfId(queue: ReviewQueue, id: string): ReviewPair {
  const { run, domain } = queue
  const found = askedPairs(queue).filter(({ pair_id }) => pair_id === id)
  const [pair] = found
  if (pair === undefined)
    throw new UsageError(`The queue of run ${run} has no pair ${id}. List it with: hotpass review list`)
  if (found.length === 1) return pair
  const entities = found.map((one) => entityOfPair(domain, one)?.id ?? one.subject)
  throw new UsageError(
    `${id} is a pair of ${entities.join(' and one of ')}, which stand in the same two rows. Say which with --entity ${entities[0]}.`,
  )
}

/** The option without which the id of a pair would not say which it is; else nothing. */
export function entityFlag({ domain, pairs }: ReviewQueue, pair: ReviewPair): string {
  if (pairs.filter(({ pair_id }) => pair_id === pair.pair_id).length < 2) return ''
  return ` --entity ${entityOfPair(domain, pair)?.id ?? pair.subject}`
}

/** Two records that a person names, and the dataset of the entity that both are records of. */
export interface NamedPair {
  readonly left: string
  readonly right: string
  readonly subject: string
  readonly pipeline: string
}

/**
 * The record keys of what a person names: a pair of the queue by its id, or any two records as `left~right`, each by its record
 * key or its id in its source. A row may describe several things under one id: `entity` says which is meant.
 * @throws UsageError
 */
export async function namedPair(
  text: string,
  asked: { readonly pipeline?: string; readonly entity?: string },
  queue: () => Promise<ReviewQueue>,
  store: ObjectStore,
  engine: Engine,
  scratch: string,
): Promise<NamedPair> {
  if (PAIR_ID.test(text)) {
    const asOf = await queue()
    const found = pairOfId(asOf, text)
    return { left: found.left_key, right: found.right_key, subject: found.subject, pipeline: asOf.pipeline }
  }
  const [left, right, ...rest] = text.split('~').map((part) => part.trim())
  if (!left || !right || rest.length > 0)
    throw new UsageError(`"${text}" is no pair: give its id (pair_…), or two records as reachout:12~contact:7.`)
  const { pipeline, domain, recordsOf } = await openRecords(store, engine, scratch, asked)
  const lefts = await recordsOf(left)
  const rights = await recordsOf(right)
  const entities = [...new Set(lefts.map(({ entity }) => entity))].filter((entity) =>
    rights.some((one) => one.entity === entity),
  )
  if (entities.length === 0)
    throw new UsageError(
      `"${left}" is a record of ${lefts[0]?.entity}, and "${right}" one of ${rights[0]?.entity}: they cannot be one.`,
    )
  if (entities.length > 1)
    throw new UsageError(`"${text}" names records of ${entities.join(' and ')}. Say which with --entity.`)
  const [entity] = entities as [string]
  const only = (name: string, records: readonly RecordOfEntity[]): string => {
    const keysOf = records.filter((one) => one.entity === entity).map(({ key }) => key)
    if (keysOf.length === 1) return keysOf[0] as string
    throw new UsageError(`"${name}" are several records: ${keysOf.join(', ')}. Give one of these.`)
  }
  const found = { left: only(left, lefts), right: only(right, rights) }
  if (found.left === found.right) throw new UsageError(`"${text}" names one record twice: nothing to decide.`)
  return { ...found, subject: domain.entity(entity).dataset, pipeline }
}

interface RecordOfEntity {
  readonly key: string
  readonly entity: string
}

/** Finds records of the newest release by their key or their id in their source. @throws UsageError */
export async function openRecords(
  store: ObjectStore,
  engine: Engine,
  scratch: string,
  asked: { readonly pipeline?: string; readonly entity?: string },
) {
  const links = await findDataset(store, 'entity_links', asked.pipeline)
  const version = await resolveVersion(store, links, {})
  const files = await localDataFiles(store, await describeVersion(store, links.table, version), scratch)
  const domain = await domainInStore(store, links.pipeline)
  const only = asked.entity === undefined ? undefined : namedEntity(domain, asked.entity).id
  const recordsOf = async (name: string): Promise<RecordOfEntity[]> => {
    const rows = await engine.rows<{ record_key: string; entity_id: string }>(
      `SELECT DISTINCT record_key, entity_id FROM ${parquetFiles(files)}
       WHERE record_key = ${sqlText(name)} OR source_record_id = ${sqlText(name)} ORDER BY ALL LIMIT 20`,
    )
    const records = rows.flatMap(({ record_key: key, entity_id }): RecordOfEntity[] => {
      const entity = domain.compiled.entities.find(({ idPrefix }) => entity_id.startsWith(`${idPrefix}_`))?.id
      return entity === undefined || (only !== undefined && entity !== only) ? [] : [{ key, entity }]
    })
    if (records.length > 0) return records
    throw new UsageError(
      `Version ${version} of entity_links has no record "${name}"${only === undefined ? '' : ` of ${only}`}. Find it with: hotpass pull entity_links`,
    )
  }
  return { pipeline: links.pipeline, domain, recordsOf }
}

/**
 * The dataset of the entity that both records of a filled-in line are of: as the line or the queue has it, else as the newest release
 * does. Two rows may each describe things of several entities: then the line has to say.
 * @throws UsageError
 */
export async function subjectOfPair(
  said: string | null,
  left: string,
  right: string,
  queue: ReviewQueue | undefined,
  released: () => ReturnType<typeof openRecords>,
): Promise<string> {
  const queued = queue?.pairs.find((pair) => pair.pair_id === pairId(left, right) && pair.subject === said)
  if (queued !== undefined && queue !== undefined && entityOfPair(queue.domain, queued) !== undefined)
    return queued.subject
  const { domain, recordsOf } = await released()
  const ofLeft = (await recordsOf(left)).map(({ entity }) => entity)
  const ofRight = (await recordsOf(right)).map(({ entity }) => entity)
  const both = [...new Set(ofLeft)].filter((entity) => ofRight.includes(entity))
  const datasets = both.map((entity) => domain.entity(entity).dataset)
  if (said !== null && datasets.includes(said)) return said
  const [only, other] = datasets
  if (said === null && only !== undefined && other === undefined) return only
  const pair = pairId(left, right)
  if (only === undefined) throw new UsageError(`${pair}: its two records are of no one entity, so they cannot be one.`)
  throw new UsageError(
    said === null
      ? `${pair} is a pair of ${datasets.join(' and one of ')}, which stand in the same two rows. Say which in a column "subject", or with --entity.`
      : `${pair} is no pair of "${said}", but of ${datasets.join(' and ')}.`,
  )
}
