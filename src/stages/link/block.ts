import { join } from 'node:path'
import { keys } from '../../ledger/keys.ts'
import { type PinnedLinkage, pinnedLinkage } from '../../ledger/pinned-linkage.ts'
import type { ScoreItem } from '../../ledger/plan-document.ts'
import { contentOf, refinedFiles } from '../../ledger/refined-files.ts'
import type { PlannedContext, StageResult } from '../../ledger/stage.ts'
import { readStageRecord } from '../../ledger/stage-records.ts'
import { areProven, fetchWork, fingerprint, once, storeWork } from '../../ledger/work.ts'
import { type BlockWork, type CountedBlocks, countedBlocks, type KnownPairs } from '../../ledger/works/block-work.ts'
import type { WorkFile } from '../../ledger/works/work-file.ts'
import { analyseBlocking, maskBlocks } from '../../resolve/blocking/analyse-blocking.ts'
import { prepareRecords } from '../../resolve/records/prepare-records.ts'
import { maskField } from '../../resolve/review/mask-pair.ts'
import { canonicalJson } from '../../storage/canonical-json.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { sha256 } from '../../storage/sha256.ts'
import { readRelease } from '../../versions/release.ts'
import { organizationRecordSql } from './organization-records.ts'
import { resolveSql } from './resolve-sql.ts'

export type BlockOutput = { work: string; records: number; shards: number }

/** Bytes that a pair costs to compare, for what decides between this process and workers. */
const PAIR_BYTES = 8

/** One comparable record an organization row, the sizes of all blocks, and the shares in which pairs are compared. */
export async function block(context: PlannedContext): Promise<StageResult<BlockOutput> & { work: BlockWork }> {
  const refined = await refinedFiles(context)
  const linkage = pinnedLinkage(context.plan.domain)
  const sources = context.plan.domain
  const { switchboard_names: names, shard_pairs } = sources.configuration.resolve
  const comparing = { settings: linkage.hash, rules: context.code('Score') }
  const config = { names, freeMail: sources.profile.free_mail_domains, comparing }
  const print = fingerprint('block', context.code('Block'), config, contentOf(refined))
  const { value: made, reused } = await once(context, 'block', print, countedBlocks, (prefix) =>
    countBlocks(context, refined, linkage, config, prefix),
  )
  const known = await knownPairs(context, made)
  const shards = Math.max(1, Math.ceil(made.blocking.bound / shard_pairs))
  const items = Array.from(
    { length: shards },
    (_, index): ScoreItem => ({
      index,
      of: shards,
      bytes: Math.ceil((made.blocking.bound * PAIR_BYTES) / shards),
    }),
  )
  await context.store.put(keys.items(context.run, 'score'), JSON.stringify(items))
  const read = refined.reduce((sum, file) => sum + file.rows, 0)
  return {
    output: { work: `work/block/${print}`, records: made.records.rows, shards },
    counts: {
      read,
      records: made.records.rows,
      pairs_at_most: made.blocking.bound,
      skipped_blocks: made.blocking.rules.reduce((sum, rule) => sum + rule.skippedBlocks, 0),
      shards,
    },
    lineage: {
      inputs: [{ name: 'work/refine/rows', rows: read }],
      outputs: [{ name: 'work/block/records', rows: made.records.rows }],
    },
    work: { ...made, known, shards },
    reused,
  }
}

async function countBlocks(
  context: PlannedContext,
  refined: readonly WorkFile[],
  linkage: PinnedLinkage,
  config: { names: number; freeMail: readonly string[]; comparing: unknown },
  prefix: string,
): Promise<CountedBlocks> {
  const engine = await context.engine()
  const paths = await fetchWork(context, refined)
  await engine.run(resolveSql.rows(paths))
  await engine.run(resolveSql.organizations)
  for (const statement of organizationRecordSql(config.freeMail, config.names)) await engine.run(statement)
  const prepared = await prepareRecords(engine, linkage.settings, 'organization_record')
  const path = join(context.scratch, 'records.parquet')
  await engine.writeParquet(
    'SELECT * EXCLUDE (link_position, link_row_id, link_source, link_is_new) FROM link_record ORDER BY link_position',
    path,
  )
  context.progress(prepared.rows, 'organization records')
  const analysis = await analyseBlocking(engine, linkage.settings, prepared)
  return {
    records: await storeWork(context.store, prefix, 'records.parquet', path, prepared.rows),
    blocking: maskBlocks(analysis, linkage.settings, (column, value) => maskField(column, value, 'organizations')),
    comparedBy: sha256(canonicalJson([config.comparing, analysis.leftOut])),
  }
}

/**
 * The compared pairs of the current release, when they were compared alike and are still there; null means that all pairs are
 * compared. Either way the same pairs come out.
 */
async function knownPairs(context: PlannedContext, made: CountedBlocks): Promise<KnownPairs | null> {
  const { store, plan } = context
  if (plan.baseRelease === null) return null
  const { run } = await readRelease(store, plan.pipelineId, plan.baseRelease)
  const before = await Promise.all([
    readStageRecord(store, run, 'Block'),
    readStageRecord(store, run, 'Resolve'),
  ]).catch(() => undefined)
  if (before === undefined) return null
  const [{ work: blocked }, { work: resolved }] = before
  if (blocked.comparedBy !== made.comparedBy || resolved.pairs === undefined) return null
  const files = [blocked.records, resolved.pairs]
  const isThere = await Promise.all(files.map((file) => holds(store, file.key)))
  if (!isThere.every(Boolean)) return null
  // A repeated run may have failed on these very files, and they are nobody's to make again.
  if (plan.retryOf !== null && !(await areProven(context, files))) return null
  return { records: blocked.records, pairs: resolved.pairs }
}

async function holds(store: ObjectStore, key: string): Promise<boolean> {
  for await (const object of store.list(key)) if (object.key === key) return true
  return false
}
