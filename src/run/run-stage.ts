import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Engine } from '../engine/engine.ts'
import { readPlan } from '../ledger/documents.ts'
import { RowsNotConservedError } from '../ledger/errors.ts'
import { keys } from '../ledger/keys.ts'
import type { PeoplePort } from '../ledger/row-filter.ts'
import { type RunEnding, runEnding } from '../ledger/run-ending.ts'
import { keepShardFailure } from '../ledger/shard-failure.ts'
import type { PlannedContext, StageContext, StageName, StageRecord, StageResult } from '../ledger/stage.ts'
import { withSpan } from '../telemetry/with-span.ts'
import { leaseEngine, returnEngine } from './engine-lease.ts'
import type { StageHost } from './host.ts'
import { leaseTurn } from './lease/take-turn.ts'
import { openStageLineage, type StageLineage } from './lineage/stage-lineage.ts'
import { publishSiteRun } from './observe/site-run.ts'
import { engineStatement, StageWatch } from './observe/watch-stage.ts'

const payloadSchema = z.looseObject({
  run: z.string().regex(/^[A-Za-z0-9_-]{1,80}$/),
  item: z.looseObject({ index: z.number().int() }).optional(),
})

type Payload = z.infer<typeof payloadSchema>

type EarlyStage = (context: StageContext, payload: Payload) => Promise<StageResult>
type PlannedStage = (context: PlannedContext, item: unknown) => Promise<StageResult>

// Loaded when first run: a function or worker pays for its own stage only.
const early: Partial<Record<StageName, () => Promise<EarlyStage>>> = {
  Plan: async () => (await import('../stages/plan/plan.ts')).plan,
  RecordFailure: async () => (await import('../stages/record-failure/record-failure.ts')).recordFailure,
  CloseRun: async () => (await import('../stages/close-run/close-run.ts')).closeRun,
}

const planned: Partial<Record<StageName, () => Promise<PlannedStage>>> = {
  Ingest: async () => (await import('../stages/ingest/ingest.ts')).ingest,
  Refine: async () => (await import('../stages/refine/refine.ts')).refine,
  Block: async () => (await import('../stages/link/block.ts')).block,
  Score: async () => (await import('../stages/link/score.ts')).score,
  Resolve: async () => (await import('../stages/link/resolve.ts')).resolve,
  Consolidate: async () => (await import('../stages/consolidate/consolidate.ts')).consolidate,
  Gate: async () => (await import('../stages/gate/gate.ts')).gate,
  Publish: async () => (await import('../stages/publish/publish.ts')).publish,
  RecordBlocked: async () => (await import('../stages/record-blocked/record-blocked.ts')).recordBlocked,
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
    turn: leaseTurn(host.store, run),
    people: lazyPeople(() => context),
    progress: (rows, note) =>
      host.onProgress({
        state: name,
        ...(shard === undefined ? {} : { shard }),
        rows,
        ...(note === undefined ? {} : { note }),
      }),
  }
  const startedAt = new Date().toISOString()
  let lineage: StageLineage | undefined
  let ending: RunEnding | undefined
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
      ending = mayEnd(name, result) ? await runEnding(host.store, run) : undefined
      await watch.lineage(await lineage.close(record, ending))
      lineage = undefined
      return record
    })
    const result: StageResult = record
    if (ending !== undefined && ending.kind !== 'busy') {
      const unpublished = await publishSiteRun(host.store, run, record.endedAt)
      if (unpublished !== undefined) host.onProgress({ state: name, rows: 0, note: unpublished })
    }
    if (ending !== undefined) await context.turn.giveBack()
    // Of a run that had ended before, everything has been told.
    if (ending !== undefined && result.output.outcome !== 'already-closed') await watch.ended(ending, record)
    for (const dead of result.dead ?? []) await runStage('CloseRun', { run: dead, status: 'FAILED' }, host)
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

/** Loaded by the stages that ask for it. */
const lazyPeople = (context: () => StageContext): PeoplePort => {
  const port = async () => (await import('../stewardship/people-port.ts')).peoplePort(context())
  return {
    rowFilter: async (plan, source) => (await port()).rowFilter(plan, source),
    landingFilter: async (asked) => (await port()).landingFilter(asked),
  }
}

/** Whether the run may be over with this call; the ledger says whether, and how. */
const mayEnd = (name: StageName, { output }: StageResult): boolean =>
  name === 'Plan' ? output.status === 'unchanged' || output.status === 'busy' : ENDS.has(name)

const ENDS: ReadonlySet<StageName> = new Set(['Publish', 'RecordBlocked', 'RecordFailure', 'CloseRun'])

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
