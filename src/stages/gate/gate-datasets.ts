import { compareContracts } from '../../contracts/compare-contracts.ts'
import { describeContract } from '../../contracts/contract-document.ts'
import type { Contract } from '../../contracts/index.ts'
import { asideFieldsOf } from '../../ledger/aside-fields-of.ts'
import { mergedStates } from '../../ledger/measured-shard.ts'
import type { PinnedSuite, PinnedSuites } from '../../ledger/pinned-suites.ts'
import { plannedTable } from '../../ledger/planned-table.ts'
import type { AsideField } from '../../ledger/set-aside.ts'
import type { PlannedContext, StageRecord } from '../../ledger/stage.ts'
import { readShardRecords, readStageRecord } from '../../ledger/stage-records.ts'
import type { IngestWork } from '../../ledger/works/ingest-work.ts'
import type { MeasuredShard } from '../../ledger/works/measured-work.ts'
import {
  decideDataset,
  type GateCheck,
  policyChecks,
  type QuarantineFacts,
  type Reason,
} from '../../quality/decide-verdict.ts'
import { DEFAULT_POLICY, type GatePolicy } from '../../quality/gate-policy.ts'
import { heldBackChecks } from '../../quality/held-back-checks.ts'
import type { DatasetMetrics, HistoryPoint, NoteCounts, ShardStates, VerdictDocument } from '../../quality/index.ts'
import { type DatasetShape, type ExpectationResult, judgeSuite } from '../../quality/judge-suite.ts'
import { type LossLimits, lossChecks } from '../../quality/loss-checks.ts'
import { datasetMetrics } from '../../quality/measure-dataset.ts'
import { privacyChecks } from '../../quality/privacy-checks.ts'
import { setAsideChecks } from '../../quality/set-aside-checks.ts'
import { readManifest } from '../../versions/version-manifest.ts'
import { doubtedMerges } from './doubted-merges.ts'
import { readHistory, readSourceHistory } from './gate-history.ts'
import type { LastRelease } from './last-release.ts'
import { noteCounts } from './note-counts.ts'

export interface DatasetVerdicts {
  readonly datasets: VerdictDocument['datasets'][number][]
  readonly results: ExpectationResult[]
  readonly reasons: Reason[]
}

/**
 * Judges every dataset of the run, those that would be published and the sources that had rows, from the states that the shards of
 * Consolidate and Refine left: what their contracts promise, their suites, their history, and the gate's own checks. No row is read
 * again.
 */
export async function judgeDatasets(
  context: PlannedContext,
  suites: PinnedSuites,
  consolidated: StageRecord & { readonly quality: readonly MeasuredShard[] },
  last: LastRelease | null,
  setAside: readonly AsideField[],
  heldBack: ReadonlyMap<string, number>,
): Promise<DatasetVerdicts> {
  const { store, run } = context
  const refined = await readShardRecords(store, run, 'Refine')
  const states = await mergedStates(context, [...consolidated.quality, ...refined.flatMap(({ quality }) => quality)])
  const sourceHistory = await readSourceHistory(context)
  const asideBefore = last === null ? [] : await asideFieldsOf(store, last.release.run)
  const found: DatasetVerdicts = { datasets: [], results: [], reasons: [] }
  const ingests = await readShardRecords(store, run, 'Ingest')
  const noted = noteCounts(ingests)
  const quarantines = sourceQuarantines(ingests)
  for (const dataset of context.plan.domain.datasets) await judgeOne(dataset, null, await readHistory(context, dataset))
  for (const [source, quarantine] of quarantines) await judgeOne(source, quarantine, sourceHistory.get(source) ?? [])
  return found

  async function judgeOne(
    id: string,
    quarantine: QuarantineFacts | null,
    history: readonly HistoryPoint[],
  ): Promise<void> {
    const { contract, suite, sha256, asked } = suites.byDataset.get(id) as PinnedSuite
    const own = states.get(id) ?? {}
    const metrics = datasetMetrics(suites.shapes.get(id) as DatasetShape, own)
    const results = await judgeAll(context, suites, asked, {
      states,
      current: metrics,
      history,
      notes: noted.get(id) ?? null,
    })
    const policy = await policyOf(context, id, suites)
    const checks = [
      ...policyChecks(policy, metrics.rows, quarantine),
      ...(quarantine === null ? [] : heldBackChecks(policy, quarantine, heldBack.get(id) ?? 0)),
      ...(contract.kind === 'published' ? await compatibility(context, id, policy, suites) : []),
      ...(await losses(context, id, metrics, history, last)),
      ...(await doubtedMerges(context, id, policy)),
      ...(quarantine === null ? [] : sourceLosses(context, id, metrics, quarantine, last)),
      ...asideChecks(context, contract, asideBefore, setAside, last),
      ...privacyChecks(contract, own, context.plan.nominalTime),
    ]
    const decided = decideDataset(id, policy, results, checks)
    found.results.push(...results)
    found.reasons.push(...decided.reasons)
    found.datasets.push({
      id,
      kind: contract.kind,
      title: contract.title,
      owner: suite?.owner ?? contract.owner,
      suite: suite === undefined || sha256 === undefined ? null : { name: suite.suite, file: suite.file, sha256 },
      rows: metrics.rows,
      quarantine,
      verdict: decided.verdict,
      checks,
      metrics,
    })
    context.progress(
      found.datasets.reduce((rows, dataset) => rows + dataset.rows, 0),
      id,
    )
  }
}

async function judgeAll(
  context: PlannedContext,
  { shapes }: PinnedSuites,
  asked: PinnedSuite['asked'],
  found: {
    readonly states: ReadonlyMap<string, ShardStates>
    readonly current: DatasetMetrics
    readonly history: readonly HistoryPoint[]
    readonly notes: NoteCounts | null
  },
): Promise<ExpectationResult[]> {
  const engine = await context.engine()
  const { nominalTime } = context.plan
  const results: ExpectationResult[] = []
  for (const suite of asked) results.push(...(await judgeSuite({ engine, suite, shapes, nominalTime, ...found })))
  return results
}

/** What became of the rows of every source that had any. */
function sourceQuarantines(ingests: readonly { readonly work: IngestWork }[]): Map<string, QuarantineFacts> {
  const found = new Map<string, { read: number; blank: number; rejected: number }>()
  for (const { contract, read, blank, rejected, footers } of ingests.flatMap(({ work }) => work.sheets)) {
    const sum = found.get(contract) ?? { read: 0, blank: 0, rejected: 0 }
    found.set(contract, {
      // A total at the foot of a list is no row that is broken.
      read: sum.read + read - footers,
      blank: sum.blank + blank,
      rejected: sum.rejected + rejected - footers,
    })
  }
  return new Map(
    [...found]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([contract, sum]) => {
        const { read, blank, rejected } = sum
        return [contract, { ...sum, rate: read === blank ? 0 : rejected / (read - blank) }]
      }),
  )
}

/** The suite's policy. Of row limits a setting that somebody made goes first, then the suite, the contract's promise, and the default. */
async function policyOf(context: PlannedContext, id: string, { byDataset }: PinnedSuites): Promise<GatePolicy> {
  const { contract, suite } = byDataset.get(id) as PinnedSuite
  const stated = suite?.policy ?? DEFAULT_POLICY
  const policy = { ...stated, quarantine_rate: { ...USUAL_QUARANTINE, ...stated.quarantine_rate } }
  const { configuration } = context.plan.domain
  const floors: Readonly<Record<string, number>> = configuration.gate.min_rows
  const isSet = context.plan.configuration.origin[`gate.min_rows.${id}`] !== 'default'
  const block_below = (isSet ? floors[id] : undefined) ?? policy.rows.block_below ?? contract.volume?.min ?? floors[id]
  const block_above = policy.rows.block_above ?? contract.volume?.max
  return {
    ...policy,
    rows: {
      ...policy.rows,
      ...(block_below === undefined ? {} : { block_below }),
      ...(block_above === undefined ? {} : { block_above }),
    },
  }
}

/** What a source may have in quarantine where its suite does not say: a page of mistakes is usual, a third of a file is another file. */
const USUAL_QUARANTINE = { warn_above: 0.05, block_above: 0.3 }

/** The records of an entity against those of the last release. */
async function losses(
  context: PlannedContext,
  dataset: string,
  after: DatasetMetrics,
  history: readonly HistoryPoint[],
  last: LastRelease | null,
): Promise<GateCheck[]> {
  const { plan, store, run } = context
  const entity = plan.domain.compiled.entities.find((one) => one.dataset === dataset)
  const version = plan.baseVersions[dataset]
  const point = history.at(-1)
  if (entity === undefined || last === null || point === undefined || point.version !== version) return []
  const { work } = await readStageRecord(store, run, 'Resolve')
  const merged = work.entities.find((one) => one.entity === entity.id)?.mergedByDecision ?? 0
  const manifest = await readManifest(store, plannedTable(plan, dataset), version)
  // An erasure takes rows out of versions, and leaves the numbers that were measured of them.
  const erased = Math.max(0, point.metrics.rows - (manifest?.rows ?? point.metrics.rows))
  const checks = lossChecks({
    before: point.metrics,
    after,
    called: `release ${last.release.release}`,
    columns: entity.attributes.map(({ name }) => name),
    accountedFor: merged + erased,
    limits: lossLimits(context),
  })
  return checks.map((check) => likeWithLike(check, last))
}

/** The rows of a source against those of the last release. What it still brings and its contract rejects is told by its quarantine. */
function sourceLosses(
  context: PlannedContext,
  source: string,
  after: DatasetMetrics,
  { rejected }: QuarantineFacts,
  last: LastRelease | null,
): GateCheck[] {
  const before = last?.sources?.datasets[source]?.metrics
  if (last === null || before === undefined || after.rows === 0) return []
  const [check] = lossChecks({
    before,
    after: { ...after, rows: after.rows + rejected },
    called: `release ${last.release.release}`,
    columns: [],
    accountedFor: 0,
    limits: lossLimits(context),
  })
  if (check === undefined || check.outcome === 'passed') return []
  return [likeWithLike(check, last.erasedSince ? { ...last, otherwise: 'somebody was erased since' } : last)]
}

/** The values of a source that are not used against the last release. */
function asideChecks(
  context: PlannedContext,
  { id, title }: Contract,
  before: readonly AsideField[],
  after: readonly AsideField[],
  last: LastRelease | null,
): GateCheck[] {
  if (last === null) return []
  const own = (fields: readonly AsideField[]) => fields.filter(({ table }) => table === id)
  return setAsideChecks({
    title,
    run: context.run,
    before: own(before),
    after: own(after),
    called: `release ${last.release.release}`,
    limits: lossLimits(context),
  }).map((check) => likeWithLike(check, last))
}

const lossLimits = ({ plan }: PlannedContext): LossLimits => {
  const { max_loss_rate: block, warn_loss_rate: warn } = plan.domain.configuration.gate
  return { warn, block }
}

/** A check that blocks, as a warning where the last release was made of something else. */
const likeWithLike = (check: GateCheck, { otherwise }: LastRelease): GateCheck =>
  check.outcome === 'failed' && check.severity === 'error' && otherwise !== null
    ? { ...check, severity: 'warning', found: `${check.found} It does not block: ${otherwise}.` }
    : check

/** The contract against the one that the last published version keeps in its manifest. */
async function compatibility(
  context: PlannedContext,
  dataset: string,
  policy: GatePolicy,
  { byDataset }: PinnedSuites,
): Promise<GateCheck[]> {
  const { contract } = byDataset.get(dataset) as PinnedSuite
  const version = context.plan.baseVersions[dataset]
  const manifest =
    version === undefined ? undefined : await readManifest(context.store, plannedTable(context.plan, dataset), version)
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
