import { defineStage, LARGE_STAGE, stageRate } from '../../ledger/define-stage.ts'
import { baseDatasetName, entityDatasets, refinedDatasets } from '../../ledger/lineage-names.ts'

export const resolveStage = defineStage({
  name: 'Resolve',
  does: 'Finds which rows speak of the same thing, and keeps its id from version to version.',
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
      ...refinedDatasets(plan),
      ...entityDatasets(plan, 'block'),
      ...entityDatasets(plan, 'score'),
      ...baseDatasetName(plan, 'entity_links'),
    ],
    writes: (plan) => [...entityDatasets(plan, 'resolve'), 'work/resolve/changes', 'work/resolve/quarantine'],
  },
  run: async () => (await import('./resolve.ts')).resolve,
})
