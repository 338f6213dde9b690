import type { TrainingRecord } from '../../src/models/index.ts'
import { sha256 } from '../../src/storage/sha256.ts'

/** What a run of this name trained for organizations: a model of its own. */
export const trainingOf = (run: string): TrainingRecord => ({
  format: 1,
  pipeline: 'refinement',
  dataset: 'organizations',
  entity: 'organization',
  run,
  at: '2026-01-31T06:00:00.000Z',
  modelId: `organizations/${sha256(run)}`,
  origin: 'trained',
  comparedBy: sha256('name, phones'),
  parameters: { settings: sha256('settings'), seed: 1, link_type: 'dedupe_only' },
  metrics: { prior: 0.001, links: 25, em_iterations: 12 },
  lineage: {
    lineageRunId: '5285f1e1-5a5b-5064-b8b2-ed3507c91834',
    baseRelease: 4,
    baseVersions: { organizations: 4 },
    sources: [{ source: 'reachout', file: 'Reachout Database.xlsx', sha256: sha256('file'), bytes: 9205 }],
    domain: sha256('domain'),
    configuration: sha256('configuration'),
    codeVersion: '0.1.0',
  },
  artifacts: { model: `models/organizations/${sha256(run)}.json`, page: `runs/${run}/linkage.html` },
})
