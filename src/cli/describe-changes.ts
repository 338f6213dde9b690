import { changeLine } from '../ledger/domain-changes.ts'
import type { DomainChanges } from '../ledger/index.ts'

/** What changed in a domain since a release, a line each; nothing where there is nothing to tell. */
export function describeChanges({ release, unknown, changes, advice }: DomainChanges): string[] {
  if (unknown !== null) return [unknown]
  if (changes.length === 0) return []
  return [
    `The domain changed since release ${release}:`,
    ...changes.map((change) => `  ${change.breaking ? 'breaking' : 'fine    '}  ${changeLine(change)}`),
    ...(changes.some(({ breaking }) => breaking)
      ? [
          'A run stops before it starts. Take the breaking changes back; or, if they are meant, run with --set run.domain_changes=take.',
          ...advice,
        ]
      : []),
  ]
}
