import type { Contract } from '../../src/contracts/index.ts'
import { loadDomain } from '../../src/ledger/load-domain.ts'

/** The shipped domain of aviation, as its pipeline runs it. */
export const { domain: AVIATION } = await loadDomain({ pipeline: 'refinement', set: [] })

/** Its contracts, by id. */
export const { contracts } = AVIATION

export const contractById = (id: string): Contract => AVIATION.contract(id)
