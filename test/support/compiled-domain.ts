import { compileDomain } from '../../src/domain/compile/compile-domain.ts'
import { faultLine } from '../../src/domain/fault.ts'
import type { CompiledDomain } from '../../src/domain/index.ts'

/** The files say what cannot be. */
export class FaultyDomain extends Error {}

/** A domain of the texts of its files. @throws FaultyDomain with every fault */
export function compiledDomain(yaml: string, files: Readonly<Record<string, string>> = {}): CompiledDomain {
  const outcome = compileDomain({ 'domain.yaml': yaml, ...files })
  if (outcome.outcome === 'compiled') return outcome.domain
  throw new FaultyDomain(outcome.faults.map(faultLine).join('\n'))
}

/** The faults of a domain, a line each. */
export function faultsOf(yaml: string, files: Readonly<Record<string, string>> = {}): string[] {
  const outcome = compileDomain({ 'domain.yaml': yaml, ...files })
  return outcome.outcome === 'compiled' ? [] : outcome.faults.map(faultLine)
}
