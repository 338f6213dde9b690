import { defineStage, LARGE_STAGE, stageRate } from '../../ledger/define-stage.ts'
import { baseDatasetName, entityDatasets, goldenDatasets, refinedDatasets } from '../../ledger/lineage-names.ts'

export const consolidateStage = defineStage({
  name: 'Consolidate',
  does: 'Makes one golden record of all rows that speak of one thing, with the source of every value.',
  source: 'src/stages/consolidate/consolidate.ts',
  given: 'plan',
  state: {
    comment: 'One golden record a thing, with the source of every field.',
    takes: ['plan', 'resolve'],
  },
  size: LARGE_STAGE,
  rate: stageRate(55, 1000),
  reads: ['runs/', 'work/', 'datasets/'],
  writes: ['runs/', 'work/'],
  needs: ['engine'],
  rows: true,
  lineage: {
    order: 50,
    reads: (plan) => [
      ...refinedDatasets(plan),
      ...entityDatasets(plan, 'resolve'),
      'work/resolve/changes',
      ...baseDatasetName(plan, 'entity_changes'),
    ],
    writes: goldenDatasets,
  },
  run: async () => (await import('./consolidate.ts')).consolidate,
})
