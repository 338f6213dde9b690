import { defineStage, middleStage, stageRate } from '../../ledger/define-stage.ts'
import { noDatasets } from '../../ledger/lineage-names.ts'

export const planStage = defineStage({
  name: 'Plan',
  does: 'Pins every file, setting and decision that the run reads, and says whether anything changed.',
  source: 'src/stages/plan/plan.ts',
  given: 'payload',
  state: {
    comment:
      'Pins every input of the run and writes the item lists; says unchanged when the current release already stands on them, busy or waiting when another run has its turn.',
    leadsTo: (next) => ({
      IsThereWork: {
        Type: 'Choice',
        Choices: [
          { Variable: '$.plan.status', StringEquals: 'unchanged', Next: 'Unchanged' },
          { Variable: '$.plan.status', StringEquals: 'busy', Next: 'Busy' },
          { Variable: '$.plan.status', StringEquals: 'waiting', Next: 'WaitForTurn' },
        ],
        Default: next,
      },
      WaitForTurn: {
        Comment: 'Another run of the pipeline is under way, and this one is the one that waits; Plan asks again.',
        Type: 'Wait',
        Seconds: 60,
        Next: 'Plan',
      },
      Unchanged: { Type: 'Succeed' },
      Busy: {
        Comment:
          'Another run of the pipeline is under way. An expected ending: nothing was read, and nothing is wrong.',
        Type: 'Succeed',
      },
    }),
  },
  size: middleStage(1024, 10_240),
  // Hashes what is new; what is known costs nothing.
  rate: stageRate(0, 0, { secondsAGigabyte: 15, secondsADocument: 0.01 }),
  reads: ['landing/', 'sources/', 'decisions/', 'models/', 'releases/', 'leases/', 'runs/', 'site/', 'erasures/'],
  writes: ['sources/', 'leases/', 'releases/', 'runs/', 'site/'],
  needs: ['people', 'close-run', 'pages'],
  rows: false,
  lineage: { order: 10, readsSources: true, reads: noDatasets, writes: noDatasets },
  run: async () => (await import('./plan.ts')).plan,
})
