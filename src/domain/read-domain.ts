import { locateDomain } from '../config/locate-domain.ts'
import { compileDomain } from './compile/compile-domain.ts'
import type { CompiledDomain } from './domain.ts'
import type { DomainFiles } from './domain-files.ts'
import { DomainFaultsError } from './errors.ts'
import { readDomainFiles } from './load-domain-files.ts'

export interface ReadDomain {
  readonly files: DomainFiles
  readonly domain: CompiledDomain
}

/**
 * A domain by the id of a shipped one, or by its folder.
 * @throws DomainIdNotFoundError, DomainFaultsError, DomainError
 */
export function readDomain(idOrPath: string): ReadDomain {
  const { folder, shown } = locateDomain(idOrPath)
  const files = readDomainFiles(folder)
  const outcome = compileDomain(files)
  if (outcome.outcome === 'faulty') throw new DomainFaultsError(shown, outcome.faults)
  return { files, domain: outcome.domain }
}

/** The same as a promise, which fails with the same errors. */
export const readDomainFolder = async (idOrPath: string): Promise<ReadDomain> => readDomain(idOrPath)
