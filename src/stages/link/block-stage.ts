import { defineStage, LARGE_STAGE, stageRate } from '../../ledger/define-stage.ts'
import { entityDatasets, refinedDatasets } from '../../ledger/lineage-names.ts'

export const blockStage = defineStage({
  name: 'Block',
  does: 'Makes one comparable record of each row that stands for itself, and counts the blocks of records that may be one.',
  source: 'src/stages/link/block.ts',
  given: 'plan',
  state: {
    comment:
      'One comparable record a row that stands for itself, and the blocks of records that may be one: counted before any pair is made.',
    takes: ['plan'],
  },
  size: LARGE_STAGE,
  // Measured on 10,000 organizations (23,550 rows): as much time as Refine.
  rate: stageRate(40, 600),
  reads: ['runs/', 'work/', 'releases/'],
  writes: ['runs/', 'work/'],
  needs: ['engine'],
  rows: true,
  lineage: { order: 33, reads: refinedDatasets, writes: (plan) => entityDatasets(plan, 'block') },
  run: async () => (await import('./block.ts')).block,
})
