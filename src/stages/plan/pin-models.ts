import { readChallengers } from '../../ledger/challenger-document.ts'
import { PromotedModelError } from '../../ledger/errors.ts'
import { pinnedLinkage } from '../../ledger/pinned-linkage.ts'
import type { ModelPin, Plan } from '../../ledger/plan-document.ts'
import { fittingModel } from '../../ledger/promoted-model.ts'
import { ModelsError } from '../../models/errors.ts'
import { readAliases } from '../../models/model-aliases.ts'
import { readModel } from '../../models/model-version.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import type { Release } from '../../versions/release.ts'
import type { Asked } from './asked-for.ts'

export interface PinnedModels {
  readonly models: ModelPin[]
  /** Why a challenger is not scored, a sentence each. */
  readonly notes: string[]
}

/**
 * Pins the models that people promoted, by content: champions where the run is asked for them, challengers always. A champion that does
 * not fit stops the run before anything is read; a challenger that does not is left out and told. A repeated run pins what the other had.
 * @throws PromotedModelError, ModelsError
 */
export async function pinModels(
  store: ObjectStore,
  { domain, pipelineId }: Pick<Asked, 'domain' | 'pipelineId'>,
  earlier: Pick<Plan, 'models'> | undefined,
): Promise<PinnedModels> {
  if (earlier !== undefined) return { models: [...earlier.models], notes: [] }
  const models: ModelPin[] = []
  const notes: string[] = []
  const wantsChampion = domain.configuration.resolve.linkage_model === 'champion'
  for (const { id: entity, dataset } of domain.compiled.entities) {
    const of = { pipeline: pipelineId, dataset }
    const look = async (alias: ModelPin['alias']): Promise<ModelPin | Misfit | undefined> => {
      const version = (await readAliases(store, of)).aliases[alias]
      if (version === undefined) return undefined
      const registered = await readModel(store, of, version)
      const found = await fittingModel(store, pinnedLinkage(domain, entity), registered)
      return found.kind === 'misfit'
        ? { what: `The ${alias} of ${dataset}, version ${version},`, reason: found.reason }
        : { entity, alias, version, id: registered.modelId }
    }
    const champion = wantsChampion ? await look('champion') : undefined
    if (champion !== undefined && 'reason' in champion)
      throw new PromotedModelError(champion.what, champion.reason, dataset)
    if (champion !== undefined) models.push(champion)
    const challenger = await look('challenger').catch(unreadable)
    if (challenger === undefined) continue
    if ('reason' in challenger) notes.push(`${challenger.what} ${challenger.reason}: it is not scored.`)
    else if (challenger.id !== champion?.id) models.push(challenger)
  }
  return { models, notes }
}

interface Misfit {
  readonly what: string
  readonly reason: string
}

/** What cannot be read of a challenger harms no run. */
function unreadable(error: unknown): Misfit {
  if (!(error instanceof ModelsError)) throw error
  return { what: 'The challenger', reason: `cannot be read (${error.message.replace(/\.$/, '')})` }
}

/** Whether a challenger is pinned that the run of the current release did not score: then there is something to do. */
export async function challengerWaits(
  store: ObjectStore,
  current: Pick<Release, 'run'> | undefined,
  models: readonly ModelPin[],
): Promise<boolean> {
  const challengers = models.filter(({ alias }) => alias === 'challenger')
  if (challengers.length === 0 || current === undefined) return false
  const scored = (await readChallengers(store, current.run))?.entities ?? []
  return challengers.some(({ id }) => !scored.some(({ outcome }) => outcome.challenger.id === id))
}
