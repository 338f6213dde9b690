import type { PlannedContext } from '../../ledger/stage.ts'
import { readStageRecord } from '../../ledger/stage-records.ts'
import { readToldModels } from '../../ledger/told-models.ts'
import type { Reason } from '../../quality/index.ts'

/** A warning for each dataset that was to be linked by its champion and has none yet. */
export async function modelReasons({ store, run, plan }: PlannedContext): Promise<Reason[]> {
  if (plan.domain.configuration.resolve.linkage_model !== 'champion') return []
  const { work } = await readStageRecord(store, run, 'Resolve')
  return work.entities.flatMap(({ entity, model }): Reason[] => {
    if (model.origin === 'promoted') return []
    const { dataset } = plan.domain.entity(entity)
    const version = model.version === undefined ? 'another model' : `model version ${model.version}`
    const next =
      model.version === undefined
        ? `hotpass models list ${dataset}`
        : `hotpass models promote ${dataset}/${model.version} --why '…'`
    return [
      {
        dataset,
        id: 'models.no_champion',
        blocks: false,
        sentence: `${dataset} (warning): resolve.linkage_model asks for the champion, and nobody has promoted a model yet, so it was linked by ${version} (${model.origin}). Look at it, then: ${next}`,
      },
    ]
  })
}

/** What else Resolve, and whoever was told of the models, have to say of them. */
export async function modelNotes({ store, run }: PlannedContext): Promise<string[]> {
  const { work } = await readStageRecord(store, run, 'Resolve')
  const scored = work.entities.flatMap(({ entity, challenger }) =>
    challenger?.kind === 'failed' ? [`The challenger of ${entity} was not scored: ${challenger.message}`] : [],
  )
  const told = await readToldModels(store, run)
  return [...(work.notes ?? []), ...scored, ...(told?.problem == null ? [] : [told.problem])]
}
