import type { Standing } from '../../ledger/current-release.ts'
import { pinDecisions } from '../../ledger/decisions.ts'
import { BaseReleaseMovedError } from '../../ledger/errors.ts'
import { pinSuppressions } from '../../ledger/pin-suppressions.ts'
import { pinnedLinkage } from '../../ledger/pinned-linkage.ts'
import { pinnedSuites } from '../../ledger/pinned-suites.ts'
import type { Plan, PlanDocument } from '../../ledger/plan-document.ts'
import { versionsOf } from '../../ledger/run-result.ts'
import type { StageContext } from '../../ledger/stage.ts'
import { staleSources } from '../../ledger/stale-sources.ts'
import { canonicalJson } from '../../storage/canonical-json.ts'
import { sha256 } from '../../storage/sha256.ts'
import { arrivals, knownArrivals } from './arrivals.ts'
import type { Asked } from './asked-for.ts'
import { pinLanding } from './pin-landing.ts'
import { pinModels } from './pin-models.ts'
import type { ReadPlanInput } from './plan-input.ts'
import { repeatedDecisions } from './repeated-decisions.ts'
import { tablesOf } from './tables-of.ts'

/** Everything of a plan that the run reads, pinned. */
export type PinnedInputs = Pick<
  PlanDocument,
  | 'pipeline'
  | 'pipelineId'
  | 'profile'
  | 'set'
  | 'sources'
  | 'arrivals'
  | 'unmatched'
  | 'notes'
  | 'configuration'
  | 'domain'
  | 'profileHash'
  | 'contractVersions'
  | 'code'
  | 'decisions'
  | 'models'
  | 'suppressions'
  | 'inputsHash'
  | 'baseRelease'
  | 'newestRelease'
  | 'baseVersions'
  | 'tables'
>

/**
 * Pins what a run reads: what has landed, what people decided, what they wrote, the code, and the release it stands on. A repeated run
 * pins what the other had pinned.
 * @throws NothingLandedError, TableSharedError, SuiteError, LinkageSettingsConfigurationError, PromotedModelError, ModelsError, and BaseReleaseMovedError for a repeated
 * run whose release is not the current one any more
 */
export async function pinInputs(
  context: StageContext,
  input: ReadPlanInput,
  asked: Asked,
  earlier: Plan | undefined,
  { current, newest }: Standing,
  nominalTime: string,
): Promise<PinnedInputs> {
  const { store } = context
  const { domain, pipelineId } = asked
  // What it had pinned is older than what has been published since.
  if (earlier && earlier.baseRelease !== (current?.release ?? null) && current?.run !== earlier.run)
    throw new BaseReleaseMovedError(earlier.run, pipelineId, current, earlier.pipeline)
  // A champion that cannot be used is told before anything is read.
  const { models, notes } = await pinModels(store, asked, earlier)
  const suppressions = await pinSuppressions(store)
  const redact = suppressions === null || !input.landing ? undefined : await context.people.landingFilter(domain)
  const landing = earlier ?? (await pinLanding(context, domain.compiled, input.landing, redact))
  const { decisions, unmatched: strays } = earlier
    ? { decisions: await repeatedDecisions(store, earlier), unmatched: [] }
    : await pinDecisions(store, pipelineId)
  // A suite that cannot be asked, or settings that link nothing, are told before any row is read.
  await pinnedSuites(domain)
  const linkage = Object.fromEntries(
    domain.compiled.entities.map(({ id }) => [id, pinnedLinkage(domain, id).numbersHash]),
  )
  const champions = models.filter(({ alias }) => alias === 'champion')
  const contractVersions = Object.fromEntries([...domain.contracts].map(([id, contract]) => [id, contract.version]))
  const profileHash = domain.compiled.sha256
  const code = { ...context.codes() }
  const { sources } = domain.compiled
  const arrived =
    earlier?.arrivals ??
    arrivals(sources, landing.sources, current, await knownArrivals(store, pipelineId, current), nominalTime)
  const stale = staleSources(sources, arrived, nominalTime)
  const decisive = {
    sources: landing.sources.map(({ source, file, sha256 }) => [source, file, sha256]),
    configuration: asked.configuration.hash,
    profileHash,
    contractVersions,
    code,
    linkage,
    decisions,
    // A challenger decides nothing of what is published.
    ...(champions.length === 0 ? {} : { models: champions.map(({ entity, id }) => [entity, id]) }),
    ...(suppressions === null ? {} : { suppressions }),
    // Time alone makes a source stale: the gate has to be asked though nothing else changed.
    ...(stale.length === 0 ? {} : { stale: stale.map(({ source, arrived }) => [source.id, arrived]) }),
  }
  return {
    pipeline: asked.pipeline,
    pipelineId,
    profile: asked.profile,
    set: asked.set,
    sources: landing.sources,
    arrivals: arrived,
    unmatched: [...landing.unmatched, ...strays],
    notes: [...landing.notes, ...notes],
    configuration: asked.configuration,
    domain: domain.sha256,
    profileHash,
    contractVersions,
    code,
    decisions,
    models,
    suppressions,
    inputsHash: sha256(canonicalJson(decisive)),
    baseRelease: current?.release ?? null,
    newestRelease: newest,
    baseVersions: versionsOf(current),
    tables: await tablesOf(store, pipelineId, domain.datasets),
  }
}
