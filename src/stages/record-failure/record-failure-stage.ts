import { defineStage, SMALL_STAGE } from '../../ledger/define-stage.ts'

export const recordFailureStage = defineStage({
  name: 'RecordFailure',
  does: 'Writes down why a run failed.',
  source: 'src/stages/record-failure/record-failure.ts',
  given: 'payload',
  state: {
    comment: "Writes failure.json and the run's last lineage event. Its own failure must not hide the first one.",
    takes: ['error', 'execution'],
    aside: 'failures',
    leadsTo: () => ({ RunFailed: { Type: 'Fail', ErrorPath: '$.error.Error', CausePath: '$.error.Cause' } }),
  },
  size: SMALL_STAGE,
  reads: ['runs/', 'leases/', 'releases/', 'site/'],
  writes: ['runs/', 'leases/', 'releases/', 'site/'],
  needs: ['pages'],
  rows: false,
  run: async () => (await import('./record-failure.ts')).recordFailure,
})
