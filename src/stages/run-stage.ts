import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Engine } from '../engine/engine.ts'
import { withSpan } from '../telemetry/with-span.ts'
import { readPlan } from './documents.ts'
import { leaseEngine, returnEngine } from './engine-lease.ts'
import { RowsNotConservedError } from './errors.ts'
import type { StageHost } from './host.ts'
import { keys } from './keys.ts'
import { releaseLease } from './run-lease.ts'
import { keepShardFailure } from './shard-failure.ts'
import { publishSiteRun } from './site-run.ts'
import type { PlannedContext, StageContext, StageName, StageRecord, StageResult } from './stage.ts'
import { openStageLineage, type StageLineage } from './stage-lineage.ts'
import type { RunEnding } from './stage-metrics.ts'
import { engineStatement, StageWatch } from './watch-stage.ts'

const payloadSchema = z.looseObject({
  run: z.string().regex(/^[A-Za-z0-9_-]{1,80}$/),
  item: z.looseObject({ index: z.number().int() }).optional(),
})

type Payload = z.infer<typeof payloadSchema>

type EarlyStage = (context: StageContext, payload: Payload) => Promise<StageResult>
type PlannedStage = (context: PlannedContext, item: unknown) => Promise<StageResult>

// Loaded when first run: a function or worker pays for its own stage only.
const early: Partial<Record<StageName, () => Promise<EarlyStage>>> = {
  Plan: async () => (await import('./plan.ts')).plan,
  RecordFailure: async () => (await import('./record-failure.ts')).recordFailure,
  CloseRun: async () => (await import('./close-run.ts')).closeRun,
}

const planned: Partial<Record<StageName, () => Promise<PlannedStage>>> = {
  Ingest: async () => (await import('./ingest.ts')).ingest,
  Refine: async () => (await import('./refine.ts')).refine,
  Block: async () => (await import('./block.ts')).block,
  Score: async () => (await import('./score.ts')).score,
  Resolve: async () => (await import('./resolve.ts')).resolve,
  Consolidate: async () => (await import('./consolidate.ts')).consolidate,
  Gate: async () => (await import('./gate.ts')).gate,
  Publish: async () => (await import('./publish.ts')).publish,
  RecordBlocked: async () => (await import('./record-blocked.ts')).recordBlocked,
}

/**
 * Runs one stage as every host does: with a scratch folder and a data engine of its own, a span, lineage, its record in the
 * store, and proof that no row was lost. @returns the state's output, under 8 KiB.
 */
export async function runStage(name: StageName, rawPayload: unknown, host: StageHost): Promise<unknown> {
  const payload = payloadSchema.parse(rawPayload)
  const { run } = payload
  const shard = payload.item?.index
  const scratch = mkdtempSync(join(host.scratch, `${name.toLowerCase()}-`))
  let engine: Promise<Engine> | undefined
  const watch = new StageWatch({ state: name, run, shard, store: host.store, payload })
  const options = {
    memoryLimitMb: host.memoryLimitMb,
    threads: host.threads,
    scratch: join(host.scratch, 'spill'),
    onStatement: engineStatement,
  }
  const context: StageContext = {
    run,
    signal: host.signal,
    store: watch.store,
    scratch,
    engine: () => (engine ??= leaseEngine(options)),
    span: (span, work, attributes = {}) => withSpan(span, attributes, work),
    progress: (count, note, unit = 'rows') =>
      host.onProgress({
        state: name,
        ...(shard === undefined ? {} : { shard }),
        [unit]: count,
        ...(note === undefined ? {} : { note }),
      }),
  }
  const startedAt = new Date().toISOString()
  let lineage: StageLineage | undefined
  try {
    const record = await watch.around(async () => {
      lineage = await openStageLineage(host, run, name, shard)
      const result = await call(name, context, payload, watch)
      proveRowsConserved(name, result)
      const record: StageRecord = {
        ...result,
        state: name,
        ...(shard === undefined ? {} : { shard }),
        startedAt,
        endedAt: new Date().toISOString(),
      }
      await host.store.put(keys.stage(run, name, shard), JSON.stringify(record))
      await watch.lineage(await lineage.close(record))
      lineage = undefined
      return record
    })
    const result: StageResult = record
    if (endsRun(name, result) || name === 'CloseRun') {
      const unpublished = await publishSiteRun(host.store, run, record.endedAt)
      if (unpublished !== undefined) host.onProgress({ state: name, rows: 0, note: unpublished })
    }
    if (endsRun(name, result)) await releaseLease(host.store, run)
    const ending = endingOf(name, result)
    if (ending !== undefined) await watch.ended(ending, record)
    for (const dead of result.dead ?? []) await runStage('CloseRun', { run: dead, status: 'ABORTED' }, host)
    host.onProgress({
      state: name,
      ...(shard === undefined ? {} : { shard }),
      rows: result.counts.read ?? 0,
      note: result.reused ? 'reused' : 'done',
    })
    // Shards are many and small; a state that held the whole dataset gives its memory back instead.
    if (engine && shard !== undefined) {
      const used = await engine
      engine = undefined
      await returnEngine(used, options)
    }
    return result.output
  } catch (error) {
    if (shard !== undefined) await keepShardFailure(host.store, run, name, shard, error)
    throw error
  } finally {
    await lineage?.abandon()
    const opened = await engine?.catch(() => undefined)
    opened?.close()
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** Whether the run is over with this call, and its turn with it. */
const endsRun = (name: StageName, { output }: StageResult): boolean =>
  name === 'Publish' || name === 'RecordBlocked' || name === 'RecordFailure' || output.status === 'unchanged'

/** How the run ended, when it did with this call. */
function endingOf(name: StageName, { output }: StageResult): RunEnding | undefined {
  if (name === 'Plan') return output.status === 'unchanged' || output.status === 'busy' ? output.status : undefined
  if (name === 'CloseRun') return output.outcome === 'closed' ? 'failed' : undefined
  return name === 'Publish'
    ? 'published'
    : name === 'RecordBlocked'
      ? 'blocked'
      : name === 'RecordFailure'
        ? 'failed'
        : undefined
}

/** @throws RowsNotConservedError */
function proveRowsConserved(name: StageName, { balance }: StageResult): void {
  if (balance === undefined) return
  const accounted = Object.values(balance.accounted).reduce((sum, rows) => sum + rows, 0)
  if (accounted !== balance.read)
    throw new RowsNotConservedError(name, balance.read, accounted, JSON.stringify(balance.accounted))
}

async function call(name: StageName, context: StageContext, payload: Payload, watch: StageWatch): Promise<StageResult> {
  const first = early[name]
  if (first) {
    const result = await (await first())(context, payload)
    watch.planned(await readPlan(context.store, context.run).catch(() => undefined))
    return result
  }
  const later = planned[name]
  if (later === undefined) throw new Error(`no stage is called ${name}`)
  const plan = await readPlan(context.store, context.run)
  watch.planned(plan)
  return (await later())({ ...context, plan }, payload.item)
}
