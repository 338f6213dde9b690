import { defineStage, LARGE_STAGE, stageRate } from '../../ledger/define-stage.ts'
import { goldenDatasets } from '../../ledger/lineage-names.ts'
import { publishedName } from '../../ledger/published-name.ts'

export const publishStage = defineStage({
  name: 'Publish',
  does: 'Commits one version of each dataset and releases them together.',
  source: 'src/stages/publish/publish.ts',
  given: 'plan',
  state: {
    comment: 'One commit a dataset, manifests, then the release and its channel.',
    takes: ['plan', 'resolve', 'consolidate', 'gate'],
    leadsTo: () => ({ Published: { Type: 'Succeed' } }),
  },
  size: LARGE_STAGE,
  rate: stageRate(25, 700),
  reads: ['runs/', 'work/', 'datasets/', 'releases/', 'leases/', 'site/'],
  writes: ['runs/', 'datasets/', 'releases/', 'leases/', 'exports/', 'site/'],
  needs: ['engine', 'pages'],
  rows: true,
  lineage: {
    order: 70,
    reads: goldenDatasets,
    writes: (plan) => plan.domain.datasets.map((id) => publishedName(plan, id)),
  },
  run: async () => (await import('./publish.ts')).publish,
})
