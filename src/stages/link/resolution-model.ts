import type { Entity } from '../../domain/index.ts'
import type { Engine } from '../../engine/engine.ts'
import { keys } from '../../ledger/keys.ts'
import type { PinnedLinkage } from '../../ledger/pinned-linkage.ts'
import type { PlannedContext } from '../../ledger/stage.ts'
import { readStageRecord } from '../../ledger/stage-records.ts'
import type { PreparedRecords } from '../../resolve/records/prepare-records.ts'
import { type LinkageModel, modelHash, modelText, parseModel } from '../../resolve/training/linkage-model.ts'
import { modelByTypes, onePartnerARecord } from '../../resolve/training/model-by-types.ts'
import { trainModel } from '../../resolve/training/train-model.ts'
import { readRelease } from '../../versions/release.ts'

export interface ChosenModel {
  readonly model: LinkageModel
  /** `organizations/<hash>`: its name in manifests; the document is `models/<id>.json`. */
  readonly id: string
  /** Where it comes from, for people. */
  readonly origin: 'shipped' | 'trained'
  /** What it was before people's answers corrected it, if they did: the next run starts from that. */
  readonly untaught?: string
}

/** What `resolve.linkage_model` asks for. */
export type ModelChoice = 'shipped' | 'trained' | 'retrained'

/**
 * The model of the base release, if it is one that was trained for these settings: ids and clusters stay calm when the model does.
 * Undefined when there is none, or another is asked for.
 */
export async function baseModel(
  context: PlannedContext,
  entity: Entity,
  linkage: PinnedLinkage,
  choice: ModelChoice,
): Promise<ChosenModel | undefined> {
  const { store, plan } = context
  if ((choice !== 'trained' && entity.linkage !== null) || plan.baseRelease === null) return undefined
  const { run } = await readRelease(store, plan.pipelineId, plan.baseRelease)
  const record = await readStageRecord(store, run, 'Resolve').catch(() => undefined)
  const used = record?.work?.entities.find((one) => one.entity === entity.id)?.model
  if (used?.origin !== 'trained' || used.linkageHash !== linkage.hash) return undefined
  const id = used.untaught ?? used.id
  const held = await store.get(keys.model(id))
  if (held === undefined) return undefined
  return { model: parseModel(new TextDecoder().decode(held.body), linkage.weighed), id, origin: 'trained' }
}

/** Trains a model on the compared pairs, or takes the domain's, and keeps it in `models/` by its hash. */
export async function makeModel(
  context: PlannedContext,
  engine: Engine,
  entity: Entity,
  linkage: PinnedLinkage,
  records: PreparedRecords,
  choice: ModelChoice,
  leastRecords: number,
): Promise<ChosenModel> {
  const { model, isTrained } =
    entity.linkage === null
      ? await modelByTypes(engine, { started: linkage.weighed, untrained: linkage.untrained }, records, leastRecords)
      : await modelOfDomain(engine, linkage, records, choice !== 'shipped' && records.rows >= leastRecords)
  const id = `${linkage.name}/${modelHash(model)}`
  await context.store.put(keys.model(id), modelText(model))
  return { model, id, origin: isTrained ? 'trained' : 'shipped' }
}

/** The domain's own numbers, or those that its records have. */
async function modelOfDomain(
  engine: Engine,
  linkage: PinnedLinkage,
  records: PreparedRecords,
  isTrained: boolean,
): Promise<{ readonly model: LinkageModel; readonly isTrained: boolean }> {
  if (isTrained) return { model: await trainModel(engine, linkage.untrained(), records), isTrained }
  return { model: onePartnerARecord(await trainModel(engine, linkage.weighed, records), records.rows), isTrained }
}
