import { defineStage, LARGE_STAGE, stageRate } from '../../ledger/define-stage.ts'
import { baseDatasetName } from '../../ledger/lineage-names.ts'

export const resolveStage = defineStage({
  name: 'Resolve',
  does: 'Finds which rows speak of the same organization, and keeps its id from version to version.',
  source: 'src/stages/link/resolve.ts',
  given: 'plan',
  state: {
    comment: 'Who is who: the pairs of all shares weighed by one model, clusters, and the ids they keep.',
    takes: ['plan'],
  },
  size: LARGE_STAGE,
  rate: stageRate(40, 600),
  reads: ['runs/', 'work/', 'decisions/', 'models/', 'datasets/', 'releases/'],
  writes: ['runs/', 'work/', 'models/'],
  needs: ['engine'],
  rows: true,
  lineage: {
    order: 40,
    reads: (plan) => [
      'work/refine/rows',
      'work/block/records',
      'work/score/pairs',
      ...baseDatasetName(plan, 'entity_links'),
    ],
    writes: () => ['work/resolve/rows', 'work/resolve/changes', 'work/resolve/quarantine'],
  },
  run: async () => (await import('./resolve.ts')).resolve,
})
