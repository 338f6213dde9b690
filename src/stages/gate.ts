import { join } from 'node:path'
import { packagePath } from '../config/index.ts'
import { contractById } from '../contracts/index.ts'
import { sqlFiles, sqlText } from '../engine/engine.ts'
import { decideVerdict, type ExpectationResult, evaluateSuite, readSuite } from '../quality/index.ts'
import { accountForRows } from './accounting.ts'
import type { ConsolidateWork } from './consolidate.ts'
import { contractColumns, DATASETS } from './dataset-columns.ts'
import { stageRecord } from './documents.ts'
import { keys } from './keys.ts'
import type { RowAccounting } from './plan-document.ts'
import { plannedSources } from './planned-sources.ts'
import { summariseQuarantine } from './quarantine-summary.ts'
import type { PlannedContext, StageRecord, StageResult } from './stage.ts'
import { fetchWork } from './work.ts'

export interface GateWork {
  readonly verdict: 'passed' | 'warned' | 'blocked'
  readonly reasons: string[]
  readonly rows: RowAccounting
  readonly quarantine: { key: string; rows: number }[]
}

export type GateOutput = { verdict: 'passed' | 'warned' | 'blocked'; reasons: number }

/** Asks every suite of the pipeline whether the golden records may be published, and files the quarantine of the run. */
export async function gate(context: PlannedContext): Promise<StageResult<GateOutput> & { work: GateWork }> {
  const { work } = await stageRecord<StageRecord & { work: ConsolidateWork }>(context.store, context.run, 'Consolidate')
  const { configuration, pipeline } = await plannedSources(context.plan)
  const account = await accountForRows(context)
  const engine = await context.engine()
  const results: ExpectationResult[] = []
  for (const dataset of DATASETS) {
    const suitePath = pipeline.suites[dataset]
    if (suitePath === undefined) continue
    const [parquetPath] = await fetchWork(context.store, [work.datasets[dataset]], context.scratch)
    const contract = contractById(dataset)
    const found = await evaluateSuite({
      engine,
      suite: await readSuite(packagePath(suitePath)),
      parquetPath: parquetPath as string,
      columns: contractColumns(dataset),
      pii: Object.fromEntries(contract.fields.map(({ name, pii }) => [name, pii])),
      nominalTime: context.plan.nominalTime,
      minRows: configuration.gate.min_rows[dataset],
    })
    results.push(...found)
    context.progress(results.length, dataset)
  }
  const decided = decideVerdict(results)
  const reasons = [...decided.reasons]
  const judged = account.rows.read - account.rows.blank
  const rate = judged === 0 ? 0 : account.rows.quarantined / judged
  const limit = configuration.gate.max_quarantine_rate
  let verdict = decided.verdict
  if (rate > limit) {
    reasons.push(
      `${percent(rate)} of the rows are quarantined; gate.max_quarantine_rate allows ${percent(limit)} (warning).`,
    )
    if (verdict === 'passed') verdict = 'warned'
  }
  const stale = await staleness(context, work, configuration.gate.max_age_days)
  if (stale !== undefined) {
    reasons.push(stale)
    if (verdict === 'passed') verdict = 'warned'
  }
  await context.store.put(
    keys.verdict(context.run),
    JSON.stringify({ run: context.run, verdict, reasons, rows: account.rows, expectations: results }, null, 1),
  )
  const quarantine = await fileQuarantine(context, account.quarantine)
  await summariseQuarantine(context, quarantine)
  return {
    output: { verdict, reasons: reasons.length },
    counts: { ...account.rows, expectations: results.length, reasons: reasons.length },
    lineage: {
      inputs: DATASETS.map((id) => ({ name: `work/consolidate/${id}`, rows: work.datasets[id].rows })),
      outputs: quarantine.map(({ key, rows }) => ({ name: key, rows })),
    },
    work: { verdict, reasons, rows: account.rows, quarantine },
  }
}

/** A warning when the latest interaction is older than the pipeline allows; undefined when it is not, or nothing is asked. */
async function staleness(
  context: PlannedContext,
  work: ConsolidateWork,
  limit: number | null,
): Promise<string | undefined> {
  if (limit === null) return undefined
  const [path] = await fetchWork(context.store, [work.datasets.organizations], context.scratch)
  const engine = await context.engine()
  const [found] = await engine.rows<{ latest: string | null }>(
    `SELECT max(last_interaction_date) AS latest FROM read_parquet(${sqlText(path as string)})`,
  )
  if (!found?.latest)
    return 'organizations (warning): no interaction has a date, so freshness (gate.max_age_days) cannot be judged.'
  const days = Math.floor((Date.parse(context.plan.nominalTime) - Date.parse(found.latest)) / 86_400_000)
  return days > limit
    ? `organizations (warning): the latest interaction, ${found.latest}, is ${days} days old; gate.max_age_days allows ${limit}.`
    : undefined
}

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`

/** One Parquet file a stage under `quarantine/`, kept with the run: work files expire, rejected rows do not. */
async function fileQuarantine(
  context: PlannedContext,
  stages: Awaited<ReturnType<typeof accountForRows>>['quarantine'],
): Promise<{ key: string; rows: number }[]> {
  const filed: { key: string; rows: number }[] = []
  for (const { stage, files } of stages) {
    if (files.length === 0) continue
    const paths = await fetchWork(context.store, files, context.scratch)
    const path = join(context.scratch, `quarantine-${stage}.parquet`)
    const engine = await context.engine()
    await engine.writeParquet(
      `SELECT * FROM read_parquet(${sqlFiles(paths)}) ORDER BY file, sheet, row_number, rule, field`,
      path,
    )
    const key = keys.quarantine('sources', context.run, stage)
    await context.store.putFile(key, path)
    filed.push({ key, rows: files.reduce((sum, file) => sum + file.rows, 0) })
  }
  return filed
}
