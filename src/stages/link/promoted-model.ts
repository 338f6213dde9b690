import { PromotedModelError } from '../../ledger/errors.ts'
import type { PinnedLinkage } from '../../ledger/pinned-linkage.ts'
import type { ModelPin, Plan } from '../../ledger/plan-document.ts'
import { fittingModel } from '../../ledger/promoted-model.ts'
import type { LinkageModel } from '../../resolve/training/linkage-model.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import type { ChosenModel, ModelChoice } from './resolution-model.ts'

/** The model that the plan pinned under an alias for an entity. */
export const pinOf = (
  { models }: Pick<Plan, 'models'>,
  entity: string,
  alias: ModelPin['alias'],
): ModelPin | undefined => models.find((pin) => pin.entity === entity && pin.alias === alias)

/** A pinned model, proven by its hash. @throws PromotedModelError when it is gone, changed, or weighs other comparisons */
export async function readPinnedModel(
  store: ObjectStore,
  pin: ModelPin,
  linkage: PinnedLinkage,
): Promise<LinkageModel> {
  const found = await fittingModel(store, linkage, { modelId: pin.id, comparedBy: null })
  if (found.kind === 'fits') return found.model
  throw new PromotedModelError(
    `The ${pin.alias} that the plan pinned, version ${pin.version} of ${linkage.name},`,
    found.reason,
    linkage.name,
  )
}

/** How a model comes about where no champion is pinned. */
export const unpromoted = (choice: ModelChoice | 'champion'): ModelChoice =>
  choice === 'champion' ? 'trained' : choice

/** The champion that the plan pinned; undefined where it pinned none. @throws PromotedModelError */
export async function championOf(
  store: ObjectStore,
  pin: ModelPin | undefined,
  linkage: PinnedLinkage,
): Promise<ChosenModel | undefined> {
  if (pin === undefined) return undefined
  return { model: await readPinnedModel(store, pin, linkage), id: pin.id, origin: 'promoted' }
}
