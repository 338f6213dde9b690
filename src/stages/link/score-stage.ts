import { defineStage, LARGE_STAGE, stageRate } from '../../ledger/define-stage.ts'
import { entityDatasets } from '../../ledger/lineage-names.ts'

export const scoreStage = defineStage({
  name: 'Score',
  does: 'Compares every pair of records in a block, once.',
  source: 'src/stages/link/score.ts',
  given: 'plan',
  state: {
    comment:
      'One child a share of the blocks: every pair is compared once; pairs of unchanged records are not compared again.',
  },
  map: { over: 'pairs', items: 'score', tolerates: false, told: 'whole' },
  size: LARGE_STAGE,
  // Measured on 10,000 organizations (23,550 rows): less time than Refine.
  rate: stageRate(50, 600),
  reads: ['runs/', 'work/'],
  writes: ['runs/', 'work/'],
  needs: ['engine'],
  rows: true,
  lineage: {
    order: 36,
    reads: (plan) => entityDatasets(plan, 'block'),
    writes: (plan) => entityDatasets(plan, 'score'),
  },
  run: async () => (await import('./score.ts')).score,
})
