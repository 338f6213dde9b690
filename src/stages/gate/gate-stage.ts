import { defineStage, LARGE_STAGE, stageRate } from '../../ledger/define-stage.ts'
import { goldenDatasets } from '../../ledger/lineage-names.ts'
import { quarantineName, SET_ASIDE_WORK, setAsideName } from '../../ledger/published-name.ts'

export const gateStage = defineStage({
  name: 'Gate',
  does: 'Judges the golden records by their expectations, and files what the run holds back: rows in quarantine, values set aside.',
  source: 'src/stages/gate/gate.ts',
  given: 'plan',
  state: {
    comment: 'The verdict is data: passed, warned or blocked.',
    takes: ['plan', 'resolve', 'consolidate'],
    leadsTo: (next) => ({
      IsPassed: {
        Comment: 'Anything but a clear yes counts as blocked.',
        Type: 'Choice',
        Choices: [
          {
            Or: [
              { Variable: '$.gate.verdict', StringEquals: 'passed' },
              { Variable: '$.gate.verdict', StringEquals: 'warned' },
            ],
            Next: next,
          },
        ],
        Default: 'RecordBlocked',
      },
    }),
  },
  size: LARGE_STAGE,
  rate: stageRate(8, 400),
  reads: ['runs/', 'work/', 'decisions/', 'datasets/', 'releases/', 'quarantine/'],
  writes: ['runs/', 'quarantine/'],
  needs: ['engine'],
  rows: false,
  lineage: {
    order: 60,
    reads: (plan) => [
      ...goldenDatasets(plan),
      'work/ingest/quarantine',
      'work/refine/quarantine',
      'work/resolve/quarantine',
      SET_ASIDE_WORK,
    ],
    writes: (plan) => [quarantineName(plan), setAsideName(plan)],
  },
  run: async () => (await import('./gate.ts')).gate,
})
