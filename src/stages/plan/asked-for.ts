import { loadDomain } from '../../ledger/load-domain.ts'
import type { PinnedDomain } from '../../ledger/pinned-domain.ts'
import type { Plan, PlanDocument } from '../../ledger/plan-document.ts'
import type { ReadPlanInput } from './plan-input.ts'

/** What the run is to work by. */
export interface Asked {
  readonly pipeline: string
  readonly pipelineId: string
  readonly profile: string
  readonly set: string[]
  readonly configuration: PlanDocument['configuration']
  readonly domain: PinnedDomain
}

/** What people's files say now or, for a repeated run, what the other had pinned. */
export async function askedFor(input: ReadPlanInput, earlier: Plan | undefined): Promise<Asked> {
  if (earlier !== undefined) return earlier
  const { pipeline, configuration, domain } = await loadDomain(input)
  const { hash, origin } = configuration
  return {
    pipeline: input.pipeline,
    pipelineId: pipeline.id,
    profile: input.profile ?? pipeline.domain,
    set: input.set,
    configuration: { hash, origin },
    domain,
  }
}
