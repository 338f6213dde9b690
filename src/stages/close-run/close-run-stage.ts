import { defineStage, SMALL_STAGE } from '../../ledger/define-stage.ts'

export const closeRunStage = defineStage({
  name: 'CloseRun',
  does: 'Ends a run whose execution was stopped from outside.',
  source: 'src/stages/close-run/close-run.ts',
  given: 'payload',
  size: SMALL_STAGE,
  reads: ['runs/', 'leases/', 'releases/', 'site/'],
  writes: ['runs/', 'leases/', 'releases/', 'site/'],
  needs: ['pages'],
  rows: false,
  // Told by EventBridge that an execution failed, timed out or was aborted.
  fromEvent: async () => (await import('./close-run.ts')).closeRunInputOf,
  run: async () => (await import('./close-run.ts')).closeRun,
})
