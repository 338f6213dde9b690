import { join } from 'node:path'
import type { Engine } from '../../engine/engine.ts'
import { parquetFiles } from '../../engine/sql.ts'
import { type PinnedLinkage, pinnedLinkage } from '../../ledger/pinned-linkage.ts'
import { type ScoreItem, scoreItemSchema } from '../../ledger/plan-document.ts'
import type { PlannedContext, StageResult } from '../../ledger/stage.ts'
import { readStageRecord } from '../../ledger/stage-records.ts'
import { fetchWork, fingerprint, once, storeWork } from '../../ledger/work.ts'
import type { BlockedEntity } from '../../ledger/works/block-work.ts'
import { type ScoreWork, scoreWork } from '../../ledger/works/score-work.ts'
import { analyseBlocking } from '../../resolve/blocking/analyse-blocking.ts'
import { comparePairs } from '../../resolve/comparing/compare-pairs.ts'
import { ENTITY_RECORD } from '../../resolve/entities/tables.ts'
import { prepareRecords } from '../../resolve/records/prepare-records.ts'

export type ScoreOutput = { work: string; pairs: number }

/** Compares the pairs of one share of the blocks, each once; where the pairs of unchanged records are known, only the others. */
export async function score(
  context: PlannedContext,
  rawItem: unknown,
): Promise<StageResult<ScoreOutput> & { work: ScoreWork }> {
  const item = scoreItemSchema.parse(rawItem)
  const { work } = await readStageRecord(context.store, context.run, 'Block')
  const blocked = work.entities.find(({ entity }) => entity === item.entity)
  if (blocked === undefined) throw new Error(`Block left nothing of "${item.entity}"`)
  const linkage = pinnedLinkage(context.plan.domain, item.entity)
  const print = fingerprint('score', context.code('Score'), linkage.hash, {
    records: blocked.records.sha256,
    known: blocked.known?.records.sha256 ?? null,
    shard: [item.part, item.of],
  })
  const { value: made, reused } = await once(context, 'score', print, scoreWork, (prefix) =>
    compareShare(context, blocked, linkage, item, prefix),
  )
  return {
    output: { work: `work/score/${print}`, pairs: made.pairs.rows },
    counts: { read: blocked.records.rows, pairs: made.pairs.rows },
    lineage: {
      inputs: [{ name: `work/block/${item.entity}`, rows: blocked.records.rows }],
      outputs: [{ name: `work/score/${item.entity}`, rows: made.pairs.rows }],
    },
    work: made,
    reused,
  }
}

async function compareShare(
  context: PlannedContext,
  blocked: BlockedEntity,
  linkage: PinnedLinkage,
  item: ScoreItem,
  prefix: string,
): Promise<ScoreWork> {
  const engine = await context.engine()
  await loadRecords(context, engine, blocked)
  const prepared = await prepareRecords(engine, linkage.derived, ENTITY_RECORD, { newRowsColumn: '_is_new' })
  await analyseBlocking(engine, linkage.derived, prepared)
  await comparePairs(
    engine,
    linkage.derived,
    prepared,
    { shard: { index: item.part, of: item.of }, onlyNew: blocked.known !== null },
    (rule) =>
      context.progress(prepared.rows, `${item.entity}: blocking rule ${rule + 1} of ${linkage.settings.rules.length}`),
  )
  const path = join(context.scratch, 'pairs.parquet')
  await engine.writeParquet('SELECT a, b, rules, pattern FROM link_pair ORDER BY a, b', path)
  const [counted] = await engine.rows<{ n: number }>('SELECT count(*) AS n FROM link_pair')
  return { pairs: await storeWork(context.store, prefix, 'pairs.parquet', path, counted?.n ?? 0) }
}

/** The records with `_is_new`: whether a record, or anything linkage looks at, was not there before. */
async function loadRecords(context: PlannedContext, engine: Engine, blocked: BlockedEntity): Promise<void> {
  const [now, before] = await fetchWork(context, [
    blocked.records,
    ...(blocked.known === null ? [] : [blocked.known.records]),
  ])
  const isNew =
    before === undefined
      ? 'true'
      : `NOT EXISTS (SELECT 1 FROM ${parquetFiles(before)} o WHERE o._record_key = n._record_key AND o._content = n._content)`
  await engine.run(
    `CREATE OR REPLACE TABLE ${ENTITY_RECORD} AS SELECT n.*, ${isNew} AS _is_new FROM ${parquetFiles(now as string)} n`,
  )
}
