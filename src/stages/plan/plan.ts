import { statSync } from 'node:fs'
import { join, resolve as resolvePath } from 'node:path'
import { z } from 'zod'
import { contracts } from '../../contracts/registry.ts'
import { standingOf } from '../../ledger/current-release.ts'
import { DATASETS } from '../../ledger/datasets.ts'
import { isDirected, pinDecisions } from '../../ledger/decisions.ts'
import { readPlan } from '../../ledger/documents.ts'
import { BaseReleaseMovedError, NothingLandedError, RunOverLimitError, TableSharedError } from '../../ledger/errors.ts'
import { keys } from '../../ledger/keys.ts'
import { type Landing, type LandingFilter, pinFolder, pinStoreLanding } from '../../ledger/landing.ts'
import { loadDomain } from '../../ledger/load-domain.ts'
import { pinSuppressions } from '../../ledger/pin-suppressions.ts'
import { keepDomain, type PinnedDomain } from '../../ledger/pinned-domain.ts'
import { pinnedLinkage } from '../../ledger/pinned-linkage.ts'
import { pinnedSuites } from '../../ledger/pinned-suites.ts'
import {
  type DecisionPin,
  type Plan,
  type PlanDocument,
  planSchema,
  type RunResult,
} from '../../ledger/plan-document.ts'
import { versionsOf } from '../../ledger/run-result.ts'
import type { StageContext, StageResult } from '../../ledger/stage.ts'
import type { BusyOutput } from '../../ledger/turn.ts'
import { gateDecisionKey } from '../../quality/gate-decision.ts'
import { canonicalJson } from '../../storage/canonical-json.ts'
import { sha256 } from '../../storage/sha256.ts'
import { datasetsOfPipeline, listPipelines, locateTable } from '../../versions/find-dataset.ts'
import type { Release } from '../../versions/release.ts'
import { isOldTable, tableKeys } from '../../versions/table-keys.ts'
import { estimatePlan } from './estimate-plan.ts'
import { itemLists } from './item-lists.ts'

const planInputSchema = z.object({
  run: z.string().regex(/^[A-Za-z0-9_-]{1,80}$/),
  pipeline: z.string(),
  profile: z.string().nullish(),
  set: z.array(z.string()).default([]),
  landing: z.string().nullish(),
  /** `full` runs every state although nothing changed. */
  mode: z.enum(['incremental', 'full']).default('incremental'),
  /** The time the run stands for: the schedule's, or one that was asked for. Without it the execution's start. */
  nominalTime: z.iso.datetime().nullish(),
  /** What the host says of the execution; see `localExecutionId` for the id. */
  execution: z.object({ id: z.string().min(1), startedAt: z.iso.datetime() }).nullish(),
  /** What to do while another run of the pipeline is under way. */
  whenBusy: z.enum(['leave', 'wait']).default('leave'),
  /** Repeat what this run had pinned. */
  retryOf: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,80}$/)
    .nullish(),
})
export type PlanInput = z.input<typeof planInputSchema>

export type PlanOutput =
  | {
      status: 'planned' | 'unchanged'
      sources: number
      shards: number
      nominalTime: string
      /** What the Distributed Maps read: items at once, and the failed ones that do not stop the rest. */
      map: { concurrency: number; toleratedFailurePercentage: number }
    }
  | BusyOutput

/**
 * Takes the run's turn, pins what it reads and decides whether there is anything to do. A repeated run (`retryOf`) pins what the
 * other had pinned. @throws NothingLandedError, RunDocumentError, RunOverLimitError, and BaseReleaseMovedError for a repeated run whose
 * release is not the current one any more
 */
export async function plan(
  context: StageContext,
  rawInput: unknown,
): Promise<StageResult<PlanOutput> & { plan?: PlanDocument }> {
  const input = planInputSchema.parse(rawInput)
  const earlier = input.retryOf ? await readPlan(context.store, input.retryOf) : undefined
  const asked = await askedFor(input, earlier)
  const { domain, pipelineId } = asked
  const { profile, configuration } = domain
  const turn = await context.turn.take({
    pipeline: pipelineId,
    limit: configuration.run.simultaneous_runs,
    wait: input.whenBusy === 'wait',
    execution: input.execution?.id,
    versions: async () => {
      const { current: release } = await standingOf(context.store, pipelineId)
      return { release: release?.release ?? null, versions: versionsOf(release) }
    },
  })
  if (turn.kind === 'taken') return { output: turn.output, counts: {} }
  const { current: release, newest } = await standingOf(context.store, pipelineId)
  // What it had pinned is older than what has been published since.
  if (earlier && earlier.baseRelease !== (release?.release ?? null) && release?.run !== earlier.run)
    throw new BaseReleaseMovedError(earlier.run, pipelineId, release)
  const startedAt = input.execution?.startedAt ?? new Date().toISOString()
  const nominalTime = earlier?.nominalTime ?? input.nominalTime ?? startedAt
  const suppressed = await pinSuppressions(context.store)
  const redact = suppressed === null || !input.landing ? undefined : await context.people.landingFilter(domain)
  const landing = earlier ?? (await pinLanding(context, profile, input.landing, redact))

  const contractVersions = Object.fromEntries([...contracts].map(([id, contract]) => [id, contract.version]))
  const profileHash = sha256(canonicalJson(profile))
  const { decisions, unmatched: strays } = earlier
    ? { decisions: await repeatedDecisions(context.store, earlier), unmatched: [] }
    : await pinDecisions(context.store, pipelineId)
  // A suite that cannot be asked, or settings that link nothing, are told before any row is read.
  await pinnedSuites(domain)
  const { numbersHash: linkage } = pinnedLinkage(domain)
  const suites = Object.fromEntries(Object.entries(domain.document.suites).map(([id, suite]) => [id, suite.sha256]))
  const code = context.codes()
  const inputsHash = sha256(
    canonicalJson({
      sources: landing.sources.map(({ source, file, sha256 }) => [source, file, sha256]),
      configuration: asked.configuration.hash,
      profileHash,
      contractVersions,
      code,
      suites,
      linkage,
      decisions,
      ...(suppressed === null ? {} : { suppressions: suppressed }),
    }),
  )
  const status = release?.fingerprint === inputsHash && input.mode === 'incremental' ? 'unchanged' : 'planned'
  const { ingestItems, refineItems } = itemLists(landing.sources, profile)
  const estimate = estimatePlan({
    stages: context.stages,
    files: landing.sources,
    items: [...ingestItems, ...refineItems],
    shards: refineItems,
    release,
    mapConcurrency: configuration.run.map_concurrency,
    payloadBytes: Buffer.byteLength(JSON.stringify(rawInput)),
    region: process.env.AWS_REGION,
  })
  // A laptop has none of these limits.
  const onAws = input.execution?.id.startsWith('arn:') === true
  const refuses = onAws && status === 'planned' && configuration.run.over_limit === 'refuse'
  if (refuses && estimate.problems.length > 0) throw new RunOverLimitError(estimate.problems)
  const document: PlanDocument = planSchema.parse({
    run: input.run,
    pipeline: asked.pipeline,
    pipelineId,
    profile: asked.profile,
    set: asked.set,
    nominalTime,
    startedAt,
    sources: landing.sources,
    unmatched: [...landing.unmatched, ...strays],
    configuration: asked.configuration,
    domain: domain.sha256,
    profileHash,
    contractVersions,
    code,
    decisions,
    suppressions: suppressed,
    inputsHash,
    baseRelease: release?.release ?? null,
    newestRelease: newest,
    baseVersions: versionsOf(release),
    tables: await tablesOf(context.store, pipelineId),
    estimate: {
      rows: estimate.rows,
      lambdaGbSeconds: Math.round(estimate.lambdaGbSeconds),
      stateTransitions: estimate.stateTransitions,
      s3Requests: estimate.s3Writes + estimate.s3Reads,
      dollars: Number(estimate.dollars.total.toFixed(4)),
      region: estimate.region,
      problems: estimate.problems.map(({ message }) => message),
    },
    retryOf: input.retryOf ?? null,
    status,
  })
  await keepDomain(context.store, input.run, domain)
  await context.store.put(keys.items(input.run, 'ingest'), JSON.stringify(ingestItems))
  await context.store.put(keys.items(input.run, 'refine'), JSON.stringify(refineItems))
  await context.store.put(keys.plan(input.run), JSON.stringify(document))
  if (status === 'unchanged' && release)
    await context.store.put(keys.result(input.run), JSON.stringify(unchanged(document, release)))
  return {
    output: {
      status,
      sources: landing.sources.length,
      shards: refineItems.length,
      nominalTime,
      map: {
        concurrency: configuration.run.map_concurrency,
        toleratedFailurePercentage: configuration.run.tolerated_failure_percentage,
      },
    },
    counts: {
      sources: landing.sources.length,
      unmatched: document.unmatched.length,
      decisions: decisions.length,
      shards: refineItems.length,
    },
    lineage: {
      inputs: [
        ...landing.sources.map(({ key, size }) => ({ name: key, bytes: size })),
        ...[...new Set(decisions.map(({ kind }) => kind))].map((kind) => ({ name: `decisions/${kind}` })),
      ],
      outputs: [],
    },
    dead: turn.dead,
    plan: document,
  }
}

interface Asked {
  readonly pipeline: string
  readonly pipelineId: string
  readonly profile: string
  readonly set: string[]
  readonly configuration: PlanDocument['configuration']
  readonly domain: PinnedDomain
}

/** What the run is to work by: what people's files say now or, for a repeated run, what the other had pinned. */
async function askedFor(input: z.output<typeof planInputSchema>, earlier: Plan | undefined): Promise<Asked> {
  if (earlier !== undefined) return earlier
  const { pipeline, configuration, domain } = await loadDomain(input)
  const { hash, origin } = configuration
  return {
    pipeline: input.pipeline,
    pipelineId: pipeline.id,
    profile: input.profile ?? pipeline.profile,
    set: input.set,
    configuration: { hash, origin },
    domain,
  }
}

/** A repeated run pins what the other had pinned, and the steward's decision about that very run when it was blocked. */
async function repeatedDecisions(store: StageContext['store'], earlier: Plan): Promise<DecisionPin[]> {
  const key = gateDecisionKey(earlier.pipelineId, earlier.run)
  const held = await store.get(key)
  const pinned = earlier.decisions.filter((decision) => decision.key !== key)
  const others = await Promise.all(pinned.map((pin) => whereItIs(store, earlier.pipelineId, pin)))
  const own = held === undefined ? [] : [{ kind: 'gate', key, sha256: sha256(held.body) }]
  return [...others, ...own].sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** A decision that was pinned before decisions belonged to a pipeline may have been put there since. */
async function whereItIs(store: StageContext['store'], pipeline: string, pin: DecisionPin): Promise<DecisionPin> {
  if (isDirected(pin.key)) return pin
  const directed = pin.key.replace(/^(decisions\/[^/]+)\//, `$1/${pipeline}/`)
  const held = await store.get(directed)
  return held !== undefined && sha256(held.body) === pin.sha256 ? { ...pin, key: directed } : pin
}

/** What has landed: in the folder the run was given, else in the store's own. */
async function pinLanding(
  context: StageContext,
  profile: PinnedDomain['profile'],
  given: string | null | undefined,
  redact: LandingFilter | undefined,
): Promise<Landing> {
  const patterns = profile.sources.flatMap((source) => source.files)
  const folder = given ? resolvePath(given) : undefined
  const found = folder === undefined ? undefined : statSync(folder, { throwIfNoEntry: false })
  if (folder !== undefined && !found?.isDirectory())
    throw new NothingLandedError(`${folder} (${found ? 'not a folder' : 'no such folder'})`, undefined, patterns)
  const landing =
    folder === undefined
      ? await pinStoreLanding(context.store, profile, join(context.scratch, 'landing'))
      : await pinFolder(context.store, profile, folder, redact)
  if (landing.sources.length === 0)
    throw new NothingLandedError(folder ?? "the store's landing folder", landing.unmatched, patterns)
  return landing
}

/** Where the pipeline has its datasets. @throws TableSharedError */
async function tablesOf(store: StageContext['store'], pipeline: string): Promise<Record<string, string>> {
  const tables: Record<string, string> = {}
  for (const dataset of DATASETS) tables[dataset] = await locateTable(store, pipeline, dataset)
  const old = Object.values(tables).filter(isOldTable)
  if (old.length === 0) return tables
  // Continuing there would put this pipeline's rows after the other's, in one history.
  for (const other of await listPipelines(store))
    for (const { table } of other === pipeline ? [] : await datasetsOfPipeline(store, other))
      if (old.includes(table)) throw new TableSharedError(store.uri(tableKeys.root(table)), [pipeline, other])
  return tables
}

const unchanged = (document: PlanDocument, release: Release): RunResult => ({
  run: document.run,
  status: 'unchanged',
  versions: versionsOf(release),
  rows: release.accounting,
  gate: release.verdict,
  reasons: [],
  quarantine: [],
  unmatched: document.unmatched,
  release: release.release,
})
