import type { Engine } from '../../engine/engine.ts'
import { keys } from '../../ledger/keys.ts'
import type { PinnedLinkage } from '../../ledger/pinned-linkage.ts'
import type { PlannedContext } from '../../ledger/stage.ts'
import type { PreparedRecords } from '../../resolve/records/prepare-records.ts'
import type { ValueFrequencies } from '../../resolve/scoring/value-frequencies.ts'
import { type LinkageModel, modelHash, modelText } from '../../resolve/training/linkage-model.ts'
import { type Answer, type TaughtByAnswers, teachByAnswers } from '../../resolve/training/teach-by-answers.ts'
import type { ChosenModel } from './resolution-model.ts'

export interface TaughtModel {
  readonly chosen: ChosenModel
  /** The numbers of it. */
  readonly model: LinkageModel
  readonly taught: TaughtByAnswers
}

/**
 * The chosen model as people's answers correct it, kept in `models/` by its hash beside the one it was made of. Too few answers, or such as
 * the model foresees without them, leave it as it is; one that people promoted links as they promoted it. Needs `link_pair`.
 */
export async function taughtModel(
  context: Pick<PlannedContext, 'store'>,
  engine: Engine,
  linkage: Pick<PinnedLinkage, 'name' | 'weighed'>,
  records: PreparedRecords,
  chosen: ChosenModel,
  answers: readonly Answer[],
  frequencies?: ValueFrequencies,
): Promise<TaughtModel> {
  const teaching = chosen.origin === 'promoted' ? [] : answers
  const taught = await teachByAnswers(engine, linkage.weighed, records, chosen.model, teaching, { frequencies })
  if (taught.spreadBits === 0) return { chosen, model: chosen.model, taught }
  const id = `${linkage.name}/${modelHash(taught.model)}`
  await context.store.put(keys.model(id), modelText(taught.model))
  return { chosen: { ...chosen, model: taught.model, id, untaught: chosen.id }, model: taught.model, taught }
}
