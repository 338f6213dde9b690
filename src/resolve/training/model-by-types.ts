import type { Engine } from '../../engine/engine.ts'
import { NAME_KEY } from '../entities/evidence-columns.ts'
import type { PreparedRecords } from '../records/prepare-records.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'
import type { LinkageModel } from './linkage-model.ts'
import { withMeasuredU } from './measured-u.ts'
import { trainModel } from './train-model.ts'

/** Settings that follow from types: with the numbers where estimation starts, and without. */
export interface SettingsByTypes {
  readonly started: LinkageSettings
  readonly untrained: () => LinkageSettings
}

/**
 * The model for settings that have nobody's numbers: learnt from the records where they are enough, else where estimation starts, with
 * agreement as common as the records show it to be. Needs the pairs of `comparePairs`.
 */
export async function modelByTypes(
  engine: Engine,
  { started, untrained }: SettingsByTypes,
  records: PreparedRecords,
  leastRecords: number,
): Promise<{ readonly model: LinkageModel; readonly isTrained: boolean }> {
  if (records.rows >= leastRecords) return { model: await trainModel(engine, untrained(), records), isTrained: true }
  const names = [...Object.keys(started.options.held_levels), NAME_KEY]
  const start = await trainModel(engine, started, records)
  const model = await withMeasuredU(engine, started, records, start, names)
  return { model: onePartnerARecord(model, records.rows), isTrained: false }
}

/**
 * A model that was not learnt from the records: the chance that two of them at random are one depends on how many there are. It says that
 * each has one partner among the others, which is 1 in the number of records.
 */
export const onePartnerARecord = (model: LinkageModel, rows: number): LinkageModel => ({
  ...model,
  prior: 1 / Math.max(2, rows),
  training: { ...model.training, prior: 'one partner a record' },
})
