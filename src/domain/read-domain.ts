import { locateDomain } from '../config/locate-domain.ts'
import { compileDomain } from './compile/compile-domain.ts'
import type { CompiledDomain } from './domain.ts'
import type { DomainFiles } from './domain-files.ts'
import { DomainFaultsError } from './errors.ts'
import { loadDomainFiles } from './load-domain-files.ts'

/**
 * A domain by the id of a shipped one, or by its folder.
 * @throws DomainIdNotFoundError, DomainFaultsError, DomainError
 */
export async function readDomainFolder(
  idOrPath: string,
): Promise<{ readonly files: DomainFiles; readonly domain: CompiledDomain }> {
  const { folder, shown } = locateDomain(idOrPath)
  const files = await loadDomainFiles(folder)
  const outcome = compileDomain(files)
  if (outcome.outcome === 'faulty') throw new DomainFaultsError(shown, outcome.faults)
  return { files, domain: outcome.domain }
}
