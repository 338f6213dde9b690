import { defineStage, SMALL_STAGE } from '../../ledger/define-stage.ts'
import { noDatasets } from '../../ledger/lineage-names.ts'

export const recordBlockedStage = defineStage({
  name: 'RecordBlocked',
  does: 'Writes down why the gate said no; the current release stays.',
  source: 'src/stages/record-blocked/record-blocked.ts',
  given: 'plan',
  state: {
    comment: "Writes verdict.json and the run's last lineage event; the current release stays.",
    takes: ['plan', 'gate'],
    aside: 'named',
    leadsTo: () => ({
      GateBlocked: {
        Type: 'Fail',
        Error: 'QualityGateBlocked',
        Cause:
          'The quality gate blocked this run: nothing was published and the current release stays. The failed expectations are in verdict.json of the run.',
      },
    }),
  },
  size: SMALL_STAGE,
  reads: ['runs/', 'leases/', 'site/'],
  writes: ['runs/', 'leases/', 'site/'],
  needs: ['pages'],
  rows: false,
  lineage: { order: 80, after: 'Gate', reads: noDatasets, writes: noDatasets },
  run: async () => (await import('./record-blocked.ts')).recordBlocked,
})
