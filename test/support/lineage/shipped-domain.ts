import { join } from 'node:path'
import { compileDomain } from '../../../src/domain/compile/compile-domain.ts'
import { faultLine } from '../../../src/domain/fault.ts'
import type { CompiledDomain } from '../../../src/domain/index.ts'
import { loadDomainFiles } from '../../../src/domain/load-domain-files.ts'

/** A domain of the repository; throws with every fault where it has any. */
export async function shippedDomain(id: string): Promise<CompiledDomain> {
  const outcome = compileDomain(await loadDomainFiles(join(import.meta.dirname, '../../../domains', id)))
  if (outcome.outcome === 'compiled') return outcome.domain
  throw new Error(outcome.faults.map(faultLine).join('\n'))
}
