import type { ChallengerDocument } from '../../ledger/challenger-document.ts'
import { CODE_VERSION } from '../../ledger/code-version.ts'
import { lineageIds } from '../../ledger/job-identity.ts'
import { keys } from '../../ledger/keys.ts'
import type { PlannedContext } from '../../ledger/stage.ts'
import type { ResolvedEntity, ResolveWork, TrainingFacts } from '../../ledger/works/resolve-work.ts'
import type { TrainingRecord } from '../../models/index.ts'
import { registerModel, versionOfModel } from '../../models/model-version.ts'
import { keepTraining } from '../../models/training-record.ts'
import { canonicalJson } from '../../storage/canonical-json.ts'
import { pinOf } from './promoted-model.ts'

/**
 * Registers the models that the run made, and says which version each entity was linked by. A registry that cannot be written harms no
 * run: it is told.
 * @param reused whether the work was found, and this run trained nothing
 * @returns the work with versions
 */
export async function trackModels(context: PlannedContext, work: ResolveWork, reused: boolean): Promise<ResolveWork> {
  const entities: ResolvedEntity[] = []
  const notes: string[] = []
  for (const [at, one] of work.entities.entries()) {
    const dataset = context.plan.domain.entity(one.entity).dataset
    try {
      const page = keys.linkagePage(context.run, at === 0 ? undefined : one.entity)
      const version = await versionOf(context, one, dataset, page, reused)
      entities.push(version === undefined ? one : { ...one, model: { ...one.model, version } })
    } catch (error) {
      entities.push(one)
      const why = error instanceof Error ? error.message : String(error)
      notes.push(`The model of ${dataset} was not registered: ${why}`)
      context.progress(0, notes.at(-1) ?? '')
    }
  }
  await fileChallengers(context, entities)
  return { ...work, entities, ...(notes.length === 0 ? {} : { notes }) }
}

async function versionOf(
  context: PlannedContext,
  { entity, model, training }: ResolvedEntity,
  dataset: string,
  page: string,
  reused: boolean,
): Promise<number | undefined> {
  const { store, plan } = context
  const { id, origin } = model
  if (origin === 'promoted') return pinOf(plan, entity, 'champion')?.version
  if (training == null || reused) {
    // Its model was registered by the run that trained it, unless that one ended before it could.
    const known = await versionOfModel(store, { pipeline: plan.pipelineId, dataset }, id)
    if (training == null || known !== undefined) return known?.version
  }
  const record = recordOf(context, { entity, dataset, modelId: id, origin, training, page })
  return (await registerModel(store, await keepTraining(store, record))).version
}

function recordOf(
  { plan, run }: PlannedContext,
  made: Pick<TrainingRecord, 'entity' | 'dataset' | 'modelId' | 'origin'> & { training: TrainingFacts; page: string },
): TrainingRecord {
  const { training, page, ...of } = made
  return {
    format: 1,
    pipeline: plan.pipelineId,
    ...of,
    run,
    at: new Date().toISOString(),
    ...training,
    lineage: {
      lineageRunId: lineageIds(run).runId,
      baseRelease: plan.baseRelease,
      baseVersions: plan.baseVersions,
      sources: plan.sources.map(({ source, file, sha256, size }) => ({ source, file, sha256, bytes: size })),
      domain: plan.domain.sha256,
      configuration: plan.configuration.hash,
      codeVersion: CODE_VERSION,
    },
    artifacts: { model: keys.model(of.modelId), page },
  }
}

/** How the challengers did, as a document of the run; none where none was scored. */
async function fileChallengers(
  { store, plan, run }: PlannedContext,
  entities: readonly ResolvedEntity[],
): Promise<void> {
  const found = entities.flatMap(({ entity, model: { id, origin, version = null }, challenger: outcome }) =>
    outcome == null
      ? []
      : [{ entity, dataset: plan.domain.entity(entity).dataset, used: { id, origin, version }, outcome }],
  )
  if (found.length === 0) return
  const document: ChallengerDocument = { format: 1, run, pipeline: plan.pipelineId, entities: found }
  await store.put(keys.challengers(run), canonicalJson(document))
}
