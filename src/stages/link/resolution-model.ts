import type { Entity } from '../../domain/index.ts'
import type { Engine } from '../../engine/engine.ts'
import { keys } from '../../ledger/keys.ts'
import type { PinnedLinkage } from '../../ledger/pinned-linkage.ts'
import type { PlannedContext } from '../../ledger/stage.ts'
import { readStageRecord } from '../../ledger/stage-records.ts'
import { NAME_KEY } from '../../resolve/entities/evidence-columns.ts'
import type { PreparedRecords } from '../../resolve/records/prepare-records.ts'
import { type LinkageModel, modelHash, modelText, parseModel } from '../../resolve/training/linkage-model.ts'
import { withMeasuredU } from '../../resolve/training/measured-u.ts'
import { trainModel } from '../../resolve/training/train-model.ts'
import { readRelease } from '../../versions/release.ts'

export interface ChosenModel {
  readonly model: LinkageModel
  /** `organizations/<hash>`: its name in manifests; the document is `models/<id>.json`. */
  readonly id: string
  /** Where it comes from, for people. */
  readonly origin: 'shipped' | 'trained' | 'promoted'
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
  const held = await store.get(keys.model(used.id))
  if (held === undefined) return undefined
  return { model: parseModel(new TextDecoder().decode(held.body), linkage.weighed), id: used.id, origin: 'trained' }
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
  // Settings that follow from the types have nobody's numbers: they are learnt from the file where it has records enough.
  const isTrained = (choice !== 'shipped' || entity.linkage === null) && records.rows >= leastRecords
  const model = isTrained
    ? await trainModel(engine, linkage.untrained(), records)
    : forRows(await shippedModel(engine, entity, linkage, records), records.rows)
  const id = `${linkage.name}/${modelHash(model)}`
  await context.store.put(keys.model(id), modelText(model))
  return { model, id, origin: isTrained ? 'trained' : 'shipped' }
}

/** The domain's own numbers; where they are nobody's, the records say how common an agreement is. */
async function shippedModel(
  engine: Engine,
  entity: Entity,
  { weighed }: PinnedLinkage,
  records: PreparedRecords,
): Promise<LinkageModel> {
  const model = await trainModel(engine, weighed, records)
  const names = [...Object.keys(weighed.options.held_levels), NAME_KEY]
  return entity.linkage === null ? withMeasuredU(engine, weighed, records, model, names) : model
}

/**
 * A shipped model's chance that two records at random are one depends on how many there are: it says that each has one partner among
 * the others, which is 1 in the number of records.
 */
const forRows = (model: LinkageModel, rows: number): LinkageModel => ({
  ...model,
  prior: 1 / Math.max(2, rows),
  training: { ...model.training, prior: 'one partner a record' },
})
