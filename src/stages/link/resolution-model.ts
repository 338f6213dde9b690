import type { Entity } from '../../domain/index.ts'
import type { Engine } from '../../engine/engine.ts'
import { keys } from '../../ledger/keys.ts'
import type { PinnedLinkage } from '../../ledger/pinned-linkage.ts'
import type { PlannedContext } from '../../ledger/stage.ts'
import { readStageRecord } from '../../ledger/stage-records.ts'
import type { PreparedRecords } from '../../resolve/records/prepare-records.ts'
import { type LinkageModel, modelHash, modelText, parseModel } from '../../resolve/training/linkage-model.ts'
import { trainEntityModel } from '../../resolve/training/train-entity-model.ts'
import { trainModel } from '../../resolve/training/train-model.ts'
import { readRelease } from '../../versions/release.ts'

export interface ChosenModel {
  readonly model: LinkageModel
  /** `organizations/<hash>`: its name in manifests; the document is `models/<id>.json`. */
  readonly id: string
  /** Where it comes from, for people. */
  readonly origin: 'shipped' | 'trained' | 'promoted'
  /** What it was before people's answers corrected it, if they did: the next run starts from that. */
  readonly untaught?: string
}

/** What `resolve.linkage_model` asks for. */
export type ModelChoice = 'shipped' | 'trained' | 'retrained'

/** A model of types is learnt anew when there are so many times the records that it was learnt from. */
const GROWN = 1.5

/**
 * The model of the base release, if it is one that was trained for these settings: ids and clusters stay calm when the model does.
 * Undefined when there is none, another is asked for, or it was learnt from far fewer records than there are.
 */
export async function baseModel(
  context: PlannedContext,
  entity: Entity,
  linkage: PinnedLinkage,
  choice: ModelChoice,
  rows: number,
): Promise<ChosenModel | undefined> {
  const { store, plan } = context
  if ((choice !== 'trained' && !linkage.isOfTypes) || choice === 'retrained' || plan.baseRelease === null)
    return undefined
  const { run } = await readRelease(store, plan.pipelineId, plan.baseRelease)
  const record = await readStageRecord(store, run, 'Resolve').catch(() => undefined)
  const used = record?.work?.entities.find((one) => one.entity === entity.id)?.model
  if (used?.origin !== 'trained' || used.linkageHash !== linkage.hash) return undefined
  const id = used.untaught ?? used.id
  const held = await store.get(keys.model(id))
  if (held === undefined) return undefined
  const model = parseModel(new TextDecoder().decode(held.body), linkage.weighed)
  const learntFrom = model.training.records
  if (learntFrom !== undefined && rows > GROWN * learntFrom) return undefined
  return { model, id, origin: 'trained' }
}

/** Trains a model on the compared pairs, or takes the domain's, and keeps it in `models/` by its hash. */
export async function makeModel(
  context: PlannedContext,
  engine: Engine,
  linkage: PinnedLinkage,
  records: PreparedRecords,
  choice: ModelChoice,
  leastRecords: number,
): Promise<ChosenModel> {
  const isTrained = linkage.isOfTypes || (choice !== 'shipped' && records.rows >= leastRecords)
  const model = linkage.isOfTypes
    ? await trainEntityModel(engine, linkage.weighed, records)
    : isTrained
      ? await trainModel(engine, linkage.untrained(), records)
      : forRows(await trainModel(engine, linkage.weighed, records), records.rows)
  const id = `${linkage.name}/${modelHash(model)}`
  await context.store.put(keys.model(id), modelText(model))
  return { model, id, origin: isTrained ? 'trained' : 'shipped' }
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
