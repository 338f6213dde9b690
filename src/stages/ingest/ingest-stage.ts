import { defineStage, middleStage, stageRate } from '../../ledger/define-stage.ts'
import { noDatasets, typedDatasets } from '../../ledger/lineage-names.ts'

export const ingestStage = defineStage({
  name: 'Ingest',
  does: 'Reads source files into typed rows; rows that break their contract go to quarantine.',
  source: 'src/stages/ingest/ingest.ts',
  given: 'plan',
  state: { comment: "One child a source file: typed rows and quarantine, under their content's key." },
  map: { over: 'files', items: 'ingest', tolerates: true, told: 'sources' },
  size: middleStage(2048, 4096),
  rate: stageRate(50, 200, { scratchBytesAByte: 1 }),
  reads: ['landing/', 'runs/', 'work/', 'decisions/', 'erasures/'],
  writes: ['runs/', 'work/'],
  needs: ['engine', 'people'],
  rows: true,
  lineage: {
    order: 20,
    readsSources: true,
    reads: noDatasets,
    writes: (plan, contracts) => [...typedDatasets(plan, contracts), 'work/ingest/quarantine'],
  },
  run: async () => (await import('./ingest.ts')).ingest,
})
