import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Engine } from '../engine/engine.ts'
import { readPlan } from '../ledger/documents.ts'
import { RowsNotConservedError, StageCodeChangedError, StageNeedError } from '../ledger/errors.ts'
import { keys } from '../ledger/keys.ts'
import type { Plan } from '../ledger/plan-document.ts'
import { proveCells } from '../ledger/prove-cells.ts'
import type { PeoplePort } from '../ledger/row-filter.ts'
import { type RunEnding, runEnding } from '../ledger/run-ending.ts'
import { keepShardFailure } from '../ledger/shard-failure.ts'
import type { StageContext, StageRecord, StageResult } from '../ledger/stage.ts'
import type { StageNeed } from '../ledger/stage-facts.ts'
import { STAGES, type StageName, stageNamed } from '../stages/stage-table.ts'
import { withSpan } from '../telemetry/with-span.ts'
import { leaseEngine, returnEngine } from './engine-lease.ts'
import type { StageHost } from './host.ts'
import { leaseTurn } from './lease/take-turn.ts'
import { openStageLineage, type StageLineage } from './lineage/stage-lineage.ts'
import { publishSiteRun } from './observe/site-run.ts'
import { engineStatement, StageWatch } from './observe/watch-stage.ts'
import { isKnownByCode, stageCode, stageCodes } from './stage-code.ts'

const payloadSchema = z.looseObject({
  run: z.string().regex(/^[A-Za-z0-9_-]{1,80}$/),
  item: z.looseObject({ index: z.number().int() }).optional(),
})

type Payload = z.infer<typeof payloadSchema>

/**
 * Runs one stage as every host does: with a scratch folder and a data engine of its own, a span, lineage, its record in the
 * store, and proof that no row and no cell was lost. @returns the state's output, under 8 KiB.
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
    ...(host.engineReach ? { reach: host.engineReach } : {}),
    onStatement: engineStatement,
  }
  const context: StageContext = {
    run,
    signal: host.signal,
    store: watch.store,
    scratch,
    engine: async () => {
      requireNeed(name, 'engine')
      engine ??= leaseEngine(options)
      return engine
    },
    span: (span, work, attributes = {}) => withSpan(span, attributes, work),
    code: stageCode,
    codes: stageCodes,
    turn: leaseTurn(host.store, run),
    people: lazyPeople(name, () => context),
    stages: STAGES,
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
      proveCells(name, result.cells ?? [])
      const record: StageRecord = {
        ...result,
        state: name,
        ...(shard === undefined ? {} : { shard }),
        startedAt,
        endedAt: new Date().toISOString(),
      }
      await host.store.put(keys.stage(run, name, shard), JSON.stringify(record))
      if (name === 'Resolve' && process.env.MLFLOW_TRACKING_URI)
        await (await import('./observe/tell-models.ts')).tellModels(host, run)
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
    if (result.dead?.length) requireNeed(name, 'close-run')
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
const lazyPeople = (name: StageName, context: () => StageContext): PeoplePort => {
  const port = async () => {
    requireNeed(name, 'people')
    return (await import('../stewardship/people-port.ts')).peoplePort(context())
  }
  return {
    rowFilter: async (plan, source) => (await port()).rowFilter(plan, source),
    landingFilter: async (domain) => (await port()).landingFilter(domain),
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

/** Work of other code under this plan's fingerprints would be found by later runs. @throws StageCodeChangedError */
function refuseOtherCode(name: StageName, context: StageContext, plan: Plan): void {
  if (isKnownByCode(name) && plan.code[name] !== context.code(name)) throw new StageCodeChangedError(name, context.run)
}

async function call(name: StageName, context: StageContext, payload: Payload, watch: StageWatch): Promise<StageResult> {
  const stage = stageNamed(name)
  if (stage === undefined) throw new Error(`no stage is called ${name}`)
  if (stage.given === 'payload') {
    const result = await (await stage.run())(context, payload)
    watch.planned(await readPlan(context.store, context.run).catch(() => undefined))
    return result
  }
  const plan = await readPlan(context.store, context.run)
  watch.planned(plan)
  refuseOtherCode(name, context, plan)
  return (await stage.run())({ ...context, plan }, payload.item)
}

/** A function on AWS carries only what its stage says it needs; so here, too, it gets nothing else. @throws StageNeedError */
function requireNeed(name: StageName, need: StageNeed): void {
  if (!stageNamed(name)?.needs.includes(need)) throw new StageNeedError(name, need)
}
