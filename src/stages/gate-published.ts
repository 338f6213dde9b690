import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Contract, compareContracts, describeContract } from '../contracts/index.ts'
import type { Engine } from '../engine/engine.ts'
import { sqlName, sqlText } from '../engine/sql.ts'
import {
  askContext,
  checkSuite,
  type DatasetShape,
  DEFAULT_POLICY,
  decideDataset,
  type ExpectationResult,
  type GateCheck,
  type GatePolicy,
  judgeSuite,
  measureDataset,
  measureShard,
  policyChecks,
  privacyChecks,
  type Reason,
  type ShardStates,
  type VerdictDocument,
} from '../quality/index.ts'
import { readManifest } from '../versions/index.ts'
import type { ConsolidateWork } from './consolidate.ts'
import { DATASETS, type DatasetId } from './dataset-columns.ts'
import { readHistory } from './gate-history.ts'
import { plannedSources } from './planned-sources.ts'
import type { PlannedSuite, PlannedSuites } from './planned-suites.ts'
import type { PlannedContext } from './stage.ts'
import { fetchWork } from './work.ts'

export interface PublishedVerdicts {
  readonly datasets: VerdictDocument['datasets'][number][]
  readonly results: ExpectationResult[]
  readonly reasons: Reason[]
}

/** Measures the datasets that would be published, then judges them: what their contracts promise, their suites, and the gate's own checks. */
export async function judgePublished(
  context: PlannedContext,
  suites: PlannedSuites,
  work: ConsolidateWork,
): Promise<PublishedVerdicts> {
  const engine = await context.engine()
  const tables = new Map<string, string>()
  const states = new Map<string, ShardStates>()
  for (const dataset of DATASETS) {
    const [path] = await fetchWork(context.store, [work.datasets[dataset]], context.scratch)
    const planned = suites.byDataset.get(dataset) as PlannedSuite
    const shape = suites.shapes.get(dataset) as DatasetShape
    for (const suite of planned.asked)
      await checkSuite(suite, askContext(shape, suites.shapes, context.plan.nominalTime), engine)
    const table = `read_parquet(${sqlText(path as string)})`
    tables.set(dataset, table)
    states.set(dataset, await measure(context, engine, suites, dataset, table, planned.contract))
  }
  const found: PublishedVerdicts = { datasets: [], results: [], reasons: [] }
  for (const dataset of DATASETS) {
    const { contract, suite, sha256, asked } = suites.byDataset.get(dataset) as PlannedSuite
    const metrics = await measureDataset({
      engine,
      table: tables.get(dataset) as string,
      contract,
      folder: context.scratch,
    })
    const history = await readHistory(context, dataset)
    const results: ExpectationResult[] = []
    for (const one of asked)
      results.push(
        ...(await judgeSuite({
          engine,
          suite: one,
          shapes: suites.shapes,
          states,
          nominalTime: context.plan.nominalTime,
          current: metrics,
          history,
        })),
      )
    const policy = await policyOf(context, dataset, suite?.policy ?? DEFAULT_POLICY)
    const checks = [
      ...policyChecks(policy, metrics.rows, null),
      ...(await compatibility(context, dataset, policy, contract)),
      ...(await privacyChecks({
        engine,
        table: tables.get(dataset) as string,
        contract,
        nominalTime: context.plan.nominalTime,
      })),
    ]
    const decided = decideDataset(dataset, policy, results, checks)
    found.results.push(...results)
    found.reasons.push(...decided.reasons)
    found.datasets.push({
      id: dataset,
      kind: 'published',
      title: contract.title,
      owner: suite?.owner ?? contract.owner,
      suite: suite === undefined || sha256 === undefined ? null : { name: suite.suite, file: suite.file, sha256 },
      rows: metrics.rows,
      quarantine: null,
      verdict: decided.verdict,
      checks,
      metrics,
    })
    context.progress(found.results.length, dataset)
  }
  return found
}

function measure(
  context: PlannedContext,
  engine: Engine,
  suites: PlannedSuites,
  dataset: DatasetId,
  table: string,
  contract: Contract,
): Promise<ShardStates> {
  const folder = join(context.scratch, 'measure', dataset)
  mkdirSync(folder, { recursive: true })
  return measureShard({
    engine,
    table,
    metrics: suites.metricsOf(dataset, context.plan.nominalTime),
    place: placeOf(contract),
    pii: (suites.shapes.get(dataset) as DatasetShape).pii,
    folder,
  })
}

/** A row is known by its primary key; its parts are never personal in published datasets. */
function placeOf({ fields }: Contract): string {
  const key = fields.filter(({ primaryKey, pii }) => primaryKey && pii === 'none').map(({ name }) => name)
  return `concat_ws(' | ', ${key.map((name) => `CAST(${sqlName(name)} AS VARCHAR)`).join(', ')})`
}

/** The suite's policy under the run's settings: a floor that somebody set goes before the suite's, the default after it. */
async function policyOf(context: PlannedContext, dataset: DatasetId, policy: GatePolicy): Promise<GatePolicy> {
  const { configuration } = await plannedSources(context.plan)
  const floor = configuration.gate.min_rows[dataset]
  const isDefault = context.plan.configuration.origin[`gate.min_rows.${dataset}`] === 'default'
  const block_below = isDefault ? (policy.rows.block_below ?? floor) : floor
  return { ...policy, rows: { ...policy.rows, block_below } }
}

/** The contract against the one that the last published version keeps in its manifest. */
async function compatibility(
  context: PlannedContext,
  dataset: DatasetId,
  policy: GatePolicy,
  contract: Contract,
): Promise<GateCheck[]> {
  const version = context.plan.baseVersions[dataset]
  const manifest = version === undefined ? undefined : await readManifest(context.store, dataset, version)
  if (manifest === undefined) return []
  const { problems, changes } = compareContracts(manifest.contract, describeContract(contract))
  const breaking = problems.filter((problem) => problem.breaking)
  const severity = { block: 'error', warn: 'warning', ignore: 'info' } as const
  const told = changes.filter((change) => change.breaking).map(({ where, what }) => `${where}: ${what}`)
  return [
    {
      id: 'contract_compatibility',
      severity: severity[policy.on_contract_break],
      outcome: breaking.length > 0 ? 'failed' : 'passed',
      expected: `The contract does not break that of version ${version} unless its major version rises.`,
      found:
        breaking.length > 0
          ? `${breaking.map(({ sentence }) => sentence).join(' ')} ${told.slice(0, 5).join(' ')}`
          : `It is ${contract.version} after ${manifest.contract.version}.`,
    },
  ]
}
