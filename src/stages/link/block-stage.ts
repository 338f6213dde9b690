import { defineStage, LARGE_STAGE, stageRate } from '../../ledger/define-stage.ts'

export const blockStage = defineStage({
  name: 'Block',
  does: 'Makes one comparable record of each organization row, and counts the blocks of records that may be one.',
  source: 'src/stages/link/block.ts',
  given: 'plan',
  state: {
    comment:
      'One comparable record an organization row, and the blocks of records that may be one: counted before any pair is made.',
    takes: ['plan'],
  },
  size: LARGE_STAGE,
  // Measured on 10,000 organizations (23,550 rows): as much time as Refine.
  rate: stageRate(40, 600),
  reads: ['runs/', 'work/', 'releases/'],
  writes: ['runs/', 'work/'],
  needs: ['engine'],
  rows: true,
  lineage: { order: 33, reads: () => ['work/refine/rows'], writes: () => ['work/block/records'] },
  run: async () => (await import('./block.ts')).block,
})
