import {
  decideDataset,
  type ExpectationResult,
  judgeSuite,
  mergeShards,
  policyChecks,
  type QuarantineFacts,
  type Reason,
  type ShardStates,
  type VerdictDocument,
} from '../quality/index.ts'
import { shardRecords } from './documents.ts'
import { localiseKeys, type MeasuredSheet, readStates } from './measure-sheets.ts'
import type { PlannedSuites } from './planned-suites.ts'
import type { PlannedContext, StageRecord } from './stage.ts'

export interface SourceVerdicts {
  readonly datasets: VerdictDocument['datasets'][number][]
  readonly results: ExpectationResult[]
  readonly reasons: Reason[]
}

/** Judges every source that had rows and a suite, from the states that Ingest left: no source row is read again. */
export async function judgeSources(context: PlannedContext, suites: PlannedSuites): Promise<SourceVerdicts> {
  const records = await shardRecords<StageRecord & { quality?: MeasuredSheet[] }>(context.store, context.run, 'Ingest')
  const sheets = records.flatMap(({ quality = [] }) => quality)
  const origins = new Map<string, { file: string; sheet: string }>()
  const states = new Map<string, ShardStates>()
  for (const contract of new Set(sheets.map((sheet) => sheet.contract))) {
    const own = sheets.filter((sheet) => sheet.contract === contract && sheet.states !== null)
    const local: ShardStates[] = []
    for (const [at, shard] of (await readStates(context, own)).entries()) {
      const localised = await localiseKeys(context, shard)
      const { file, sheet } = own[at] as MeasuredSheet
      for (const state of Object.values(localised))
        if (state.kind === 'keys') for (const path of state.files) origins.set(path, { file, sheet })
      local.push(localised)
    }
    states.set(contract, mergeShards(local))
  }
  const found: SourceVerdicts = { datasets: [], results: [], reasons: [] }
  for (const [id, { contract, suite, sha256 }] of suites.byDataset) {
    const own = sheets.filter((sheet) => sheet.contract === id)
    if (contract.kind !== 'source' || suite === undefined || sha256 === undefined || own.length === 0) continue
    const results = await judgeSuite({
      engine: await context.engine(),
      suite,
      shapes: suites.shapes,
      states,
      originOf: (path) => origins.get(path),
      nominalTime: context.plan.nominalTime,
    })
    const rows = own.reduce((sum, sheet) => sum + sheet.rows, 0)
    const quarantine = quarantineOf(own)
    const checks = policyChecks(suite.policy, rows, quarantine)
    const decided = decideDataset(id, suite.policy, results, checks)
    found.results.push(...results)
    found.reasons.push(...decided.reasons)
    found.datasets.push({
      id,
      kind: 'source',
      title: contract.title,
      owner: suite.owner ?? contract.owner,
      suite: { name: suite.suite, file: suite.file, sha256 },
      rows,
      quarantine,
      verdict: decided.verdict,
      checks,
      metrics: null,
    })
    context.progress(found.results.length, id)
  }
  return found
}

function quarantineOf(sheets: readonly MeasuredSheet[]): QuarantineFacts {
  const sum = (pick: (sheet: MeasuredSheet) => number) => sheets.reduce((total, sheet) => total + pick(sheet), 0)
  const read = sum((sheet) => sheet.read)
  const blank = sum((sheet) => sheet.blank)
  const rejected = sum((sheet) => sheet.rejected)
  return { read, blank, rejected, rate: read === blank ? 0 : rejected / (read - blank) }
}
