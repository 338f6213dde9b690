import { defineStage, middleStage, stageRate } from '../../ledger/define-stage.ts'
import { refinedDatasets, typedDatasets } from '../../ledger/lineage-names.ts'
import { SET_ASIDE_WORK } from '../../ledger/published-name.ts'

export const refineStage = defineStage({
  name: 'Refine',
  does: 'Brings every value into canonical form; rows that lack what must be there go to quarantine.',
  source: 'src/stages/refine/refine.ts',
  given: 'plan',
  state: { comment: 'One child a shard: normalised rows, and the values that cannot be used.' },
  map: { over: 'shards', items: 'refine', tolerates: true, told: 'sources' },
  size: middleStage(2048, 2048),
  rate: stageRate(90, 400),
  reads: ['runs/', 'work/'],
  writes: ['runs/', 'work/'],
  needs: ['engine'],
  rows: true,
  lineage: {
    order: 30,
    reads: typedDatasets,
    writes: (plan) => [...refinedDatasets(plan), 'work/refine/quarantine', SET_ASIDE_WORK],
  },
  run: async () => (await import('./refine.ts')).refine,
})
