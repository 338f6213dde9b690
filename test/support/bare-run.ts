import { keys } from '../../src/ledger/keys.ts'
import { loadDomain } from '../../src/ledger/load-domain.ts'
import { keepDomain } from '../../src/ledger/pinned-domain.ts'
import { type Plan, type PlanDocument, planSchema } from '../../src/ledger/plan-document.ts'
import { stageCodes } from '../../src/run/stage-code.ts'
import type { ObjectStore } from '../../src/storage/object-store.ts'
import type { ReleaseFacts } from '../../src/versions/index.ts'

const HASH = 'a'.repeat(64)
const AT = '2026-01-31T00:00:00.000Z'
const { domain } = await loadDomain({ pipeline: 'refinement', set: [] })

/** The plan of a run that stands on a release, with nothing to read: enough for whoever publishes or ends it. */
export const barePlan = (run: string, base: number | null, more: Partial<Omit<PlanDocument, 'domain'>> = {}): Plan => ({
  ...planSchema.parse({
    run,
    pipeline: 'refinement',
    pipelineId: 'refinement',
    profile: 'aviation',
    set: [],
    nominalTime: AT,
    startedAt: AT,
    sources: [],
    unmatched: [],
    configuration: { hash: HASH, origin: {} },
    profileHash: HASH,
    contractVersions: {},
    code: stageCodes(),
    inputsHash: HASH,
    baseRelease: base,
    newestRelease: base,
    baseVersions: {},
    status: 'planned',
    ...more,
  }),
  domain,
})

export async function keepPlan(store: ObjectStore, plan: Plan): Promise<void> {
  await keepDomain(store, plan.run, plan.domain)
  await store.put(keys.plan(plan.run), JSON.stringify({ ...plan, domain: plan.domain.sha256 }))
}

/** What a run would release. */
export const bareFacts = (run: string): ReleaseFacts => ({
  pipeline: 'refinement',
  datasets: {},
  verdict: 'passed',
  run,
  lineageRunId: run,
  sources: [],
  accounting: { read: 0, blank: 0, quarantined: 0, attached: 0, merged: 0, published: 0 },
  configHash: HASH,
  codeVersion: '0',
  fingerprint: HASH,
  nominalTime: AT,
  createdAt: AT,
})
