import { type Standing, standingOf } from '../../ledger/current-release.ts'
import { readPlan } from '../../ledger/documents.ts'
import { changeLine, domainChanges } from '../../ledger/domain-changes.ts'
import { DomainChangedError, RunOverLimitError } from '../../ledger/errors.ts'
import { keys } from '../../ledger/keys.ts'
import { keepDomain } from '../../ledger/pinned-domain.ts'
import { type PlanDocument, planSchema, type RunResult, type SourceFilePin } from '../../ledger/plan-document.ts'
import { notesOf, versionsOf } from '../../ledger/run-result.ts'
import type { StageContext, StageResult } from '../../ledger/stage.ts'
import type { BusyOutput } from '../../ledger/turn.ts'
import type { Release } from '../../versions/release.ts'
import { type Asked, askedFor } from './asked-for.ts'
import { estimatePlan } from './estimate-plan.ts'
import { itemLists } from './item-lists.ts'
import { plannedTime } from './nominal-time.ts'
import { pinInputs } from './pin-inputs.ts'
import { challengerWaits } from './pin-models.ts'
import { planInputSchema, type ReadPlanInput } from './plan-input.ts'

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
 * other had pinned. @throws RunDocumentError, DomainChangedError, RunOverLimitError, and what `pinInputs` throws
 */
export async function plan(
  context: StageContext,
  rawInput: unknown,
): Promise<StageResult<PlanOutput> & { plan?: PlanDocument }> {
  const { store } = context
  const input = planInputSchema.parse(rawInput)
  const earlier = input.retryOf ? await readPlan(store, input.retryOf) : undefined
  const asked = await askedFor(input, earlier)
  const turn = await takeTurn(context, input, asked)
  if (turn.kind === 'taken') return { output: turn.output, counts: {} }
  const standing = await standingOf(store, asked.pipelineId)
  const changed = earlier ? [] : await domainNotes(store, asked, standing)
  const startedAt = input.execution?.startedAt ?? new Date().toISOString()
  const { nominalTime, notes } = earlier ?? plannedTime(input, startedAt, standing.current)
  const inputs = await pinInputs(context, input, asked, earlier, standing, nominalTime)
  const isUnchanged =
    standing.current?.fingerprint === inputs.inputsHash &&
    input.mode === 'incremental' &&
    !(await challengerWaits(store, standing.current, inputs.models))
  const lists = itemLists(inputs.sources, asked.domain.compiled)
  const estimate = estimated(context, asked, lists, standing, Buffer.byteLength(JSON.stringify(rawInput)))
  // A laptop has none of these limits.
  const onAws = input.execution?.id.startsWith('arn:') === true
  const refuses = onAws && !isUnchanged && asked.domain.configuration.run.over_limit === 'refuse'
  if (refuses && estimate.problems.length > 0) throw new RunOverLimitError(estimate.problems)
  const document: PlanDocument = planSchema.parse({
    run: input.run,
    ...inputs,
    notes: earlier ? inputs.notes : [...notes, ...changed, ...inputs.notes],
    nominalTime,
    startedAt,
    estimate: estimate.document,
    landing: earlier?.landing ?? input.landing ?? null,
    retryOf: input.retryOf ?? null,
    status: isUnchanged ? 'unchanged' : 'planned',
  })
  await keepDomain(store, input.run, asked.domain)
  await store.put(keys.items(input.run, 'ingest'), JSON.stringify(lists.ingestItems))
  await store.put(keys.items(input.run, 'refine'), JSON.stringify(lists.refineItems))
  await store.put(keys.plan(input.run), JSON.stringify(document))
  if (isUnchanged && standing.current)
    await store.put(keys.result(input.run), JSON.stringify(unchanged(document, standing.current)))
  return { ...told(document, asked, lists.refineItems.length), dead: turn.dead, plan: document }
}

const MOST_CHANGES = 20

/** What the domain's change since the current release makes of published data, a sentence each. @throws DomainChangedError */
async function domainNotes(store: StageContext['store'], asked: Asked, { current }: Standing): Promise<string[]> {
  const { release, unknown, changes, advice } = await domainChanges(store, current, asked.domain)
  if (release === null || unknown !== null) return unknown === null ? [] : [unknown]
  const breaking = changes.filter((one) => one.breaking)
  if (breaking.length > 0 && asked.domain.configuration.run.domain_changes === 'refuse')
    throw new DomainChangedError(release, breaking.map(changeLine), advice, asked.pipeline)
  const told = [...breaking, ...changes.filter((one) => !one.breaking)].map(
    (one) => `The domain changed since release ${release}: ${changeLine(one)}`,
  )
  return told.length <= MOST_CHANGES
    ? told
    : [
        ...told.slice(0, MOST_CHANGES),
        `and ${told.length - MOST_CHANGES} more changes: hotpass domain diff ${asked.pipeline}`,
      ]
}

const takeTurn = (context: StageContext, input: ReadPlanInput, { pipelineId, domain }: Asked) =>
  context.turn.take({
    pipeline: pipelineId,
    limit: domain.configuration.run.simultaneous_runs,
    wait: input.whenBusy === 'wait',
    execution: input.execution?.id,
    versions: async () => {
      const { current } = await standingOf(context.store, pipelineId)
      return { release: current?.release ?? null, versions: versionsOf(current) }
    },
  })

/** What the run would use on AWS, as the plan keeps it, and the limits it would break. */
function estimated(
  context: StageContext,
  { domain }: Asked,
  { ingestItems, refineItems }: ReturnType<typeof itemLists<SourceFilePin>>,
  { current }: Standing,
  payloadBytes: number,
) {
  const { problems, dollars, ...estimate } = estimatePlan({
    stages: context.stages,
    files: ingestItems,
    items: [...ingestItems, ...refineItems],
    shards: refineItems,
    release: current,
    mapConcurrency: domain.configuration.run.map_concurrency,
    payloadBytes,
    region: process.env.AWS_REGION,
  })
  return {
    problems,
    document: {
      rows: estimate.rows,
      lambdaGbSeconds: Math.round(estimate.lambdaGbSeconds),
      stateTransitions: estimate.stateTransitions,
      s3Requests: estimate.s3Writes + estimate.s3Reads,
      dollars: Number(dollars.total.toFixed(4)),
      region: estimate.region,
      problems: problems.map(({ message }) => message),
    },
  }
}

/** What the state says of a plan. */
function told(document: PlanDocument, { domain }: Asked, shards: number): StageResult<PlanOutput> {
  const { status, sources, unmatched, decisions, nominalTime } = document
  const { map_concurrency: concurrency, tolerated_failure_percentage: tolerated } = domain.configuration.run
  return {
    output: {
      status,
      sources: sources.length,
      shards,
      nominalTime,
      map: { concurrency, toleratedFailurePercentage: tolerated },
    },
    counts: { sources: sources.length, unmatched: unmatched.length, decisions: decisions.length, shards },
    lineage: {
      inputs: [
        ...sources.map(({ key, size }) => ({ name: key, bytes: size })),
        ...[...new Set(decisions.map(({ kind }) => kind))].map((kind) => ({ name: `decisions/${kind}` })),
      ],
      outputs: [],
    },
  }
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
  ...notesOf(document),
  release: release.release,
})
