import type { ModelVersion } from '../models/index.ts'
import { type LinkageModel, parseModel } from '../resolve/training/linkage-model.ts'
import { canonicalJson } from '../storage/canonical-json.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { sha256 } from '../storage/sha256.ts'
import { jsonOf } from './json-of.ts'
import { keys } from './keys.ts'
import type { PinnedLinkage } from './pinned-linkage.ts'

/** What pairs are compared by, numbers left out: a model fits every settings that have the same, whatever blocks they are drawn from. */
export const comparedBy = (linkage: Pick<PinnedLinkage, 'untrained'>): string =>
  sha256(canonicalJson(linkage.untrained().document.comparisons))

/** `misfit`: a clause that goes on after the model's name. */
export type FoundModel =
  | { readonly kind: 'fits'; readonly model: LinkageModel }
  | { readonly kind: 'misfit'; readonly reason: string }

/** Reads a registered model, proves that it is what its id says, and that it weighs pairs as the settings compare them. */
export async function fittingModel(
  store: ObjectStore,
  linkage: Pick<PinnedLinkage, 'untrained' | 'weighed'>,
  { modelId, comparedBy: compared }: Pick<ModelVersion, 'modelId'> & { readonly comparedBy: string | null },
): Promise<FoundModel> {
  const misfit = (reason: string): FoundModel => ({ kind: 'misfit', reason })
  const key = keys.model(modelId)
  const held = await store.get(key)
  if (held === undefined) return misfit(`is not in the store any more (${key})`)
  if (sha256(held.body) !== modelId.slice(modelId.lastIndexOf('/') + 1))
    return misfit(`is not what was registered: ${key} was changed since`)
  const gone = comparisonsGone(jsonOf(held.body), linkage)
  if (gone.length > 0) return misfit(`compares ${gone.join(', ')}, which the settings do not compare any more`)
  if (compared !== null && compared !== comparedBy(linkage))
    return misfit('compares by other columns, levels or conditions than the settings do now')
  try {
    return { kind: 'fits', model: parseModel(new TextDecoder().decode(held.body), linkage.weighed) }
  } catch (error) {
    return misfit(`cannot be used: ${error instanceof Error ? error.message.replace(/\.$/, '') : String(error)}`)
  }
}

/** Comparisons of a stored model that the settings have not. */
function comparisonsGone(document: unknown, { weighed }: Pick<PinnedLinkage, 'weighed'>): string[] {
  if (typeof document !== 'object' || document === null || !('comparisons' in document)) return []
  const { comparisons } = document
  if (!Array.isArray(comparisons)) return []
  const known = new Set(weighed.comparisons.map(({ name }) => name))
  return comparisons.flatMap((one: unknown) =>
    typeof one === 'object' && one !== null && 'name' in one && typeof one.name === 'string' && !known.has(one.name)
      ? [one.name]
      : [],
  )
}
