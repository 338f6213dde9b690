import { meantProject } from '../config/shipped-project.ts'
import { ContractNotFoundError } from '../contracts/errors.ts'
import type { Contract } from '../contracts/index.ts'
import { nearest } from '../contracts/nearest.ts'
import { loadDomain } from '../ledger/load-domain.ts'
import type { PinnedDomain } from '../ledger/pinned-domain.ts'

/** A pipeline as its files are now, whatever was run with it before. */
export interface PipelineDomain {
  readonly pipeline: string
  readonly domain: PinnedDomain
}

/** The pipeline that is named, by id or file; otherwise every one of the project. @throws what reading them does */
export const pipelineDomains = async (asked: string | undefined): Promise<PipelineDomain[]> =>
  Promise.all(
    (asked === undefined ? (meantProject()?.pipelines ?? []).map(({ id }) => id) : [asked]).map(async (name) => {
      const { pipeline, domain } = await loadDomain({ pipeline: name, set: [] })
      return { pipeline: pipeline.id, domain }
    }),
  )

export interface PipelineContract {
  readonly pipeline: string
  readonly contract: Contract
}

/**
 * The contracts with these ids of whichever pipelines have them; all when none is named.
 * @throws ContractNotFoundError for an id that no pipeline has
 */
export function contractsNamed(domains: readonly PipelineDomain[], ids: readonly string[]): PipelineContract[] {
  const all = domains.flatMap(({ pipeline, domain }) =>
    [...domain.contracts.values()].map((contract) => ({ pipeline, contract })),
  )
  if (ids.length === 0) return all
  const known = [...new Set(all.map(({ contract }) => contract.id))]
  return ids.flatMap((id) => {
    if (!known.includes(id)) throw new ContractNotFoundError(id, nearest(id, known), known)
    return all.filter(({ contract }) => contract.id === id)
  })
}
