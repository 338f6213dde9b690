import { z } from 'zod'
import { compareDomains } from '../domain/compare/compare-domains.ts'
import { compileDomain } from '../domain/compile/compile-domain.ts'
import type { DomainChange, DomainComparison, DomainState } from '../domain/index.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import type { Release } from '../versions/release.ts'
import { jsonOf } from './json-of.ts'
import { keys } from './keys.ts'
import type { PinnedDomain } from './pinned-domain.ts'
import { pinnedSuites } from './pinned-suites.ts'

/** What a domain's change since a release makes of published data. */
export interface DomainChanges extends DomainComparison {
  /** The release that it is compared with; null before the first. */
  readonly release: number | null
  /** Why nothing can be compared; null where it can, and before the first release. */
  readonly unknown: string | null
}

/** What a plan of any version since domains are pinned says of its domain. */
const planHead = z.looseObject({ domain: z.string() })
/** Whatever its settings were: they are not what is compared. */
const pinnedFiles = z.looseObject({ format: z.literal(2), files: z.record(z.string(), z.string()) })

/**
 * The domain against what the run of a release had pinned. A release of an earlier version pinned none: that is said, and its contracts
 * are compared by the gate. @throws SuiteError and the store's errors
 */
export async function domainChanges(
  store: ObjectStore,
  release: Pick<Release, 'release' | 'run'> | undefined,
  domain: PinnedDomain,
): Promise<DomainChanges> {
  const same = { release: release?.release ?? null, unknown: null, changes: [], advice: [] }
  if (release === undefined) return same
  const before = await pinnedBy(store, release.run)
  if (typeof before === 'string')
    return {
      ...same,
      unknown: `What changed in the domain since release ${release.release} cannot be told: ${before}. Contracts of its datasets are compared at the gate all the same.`,
    }
  if (before.domain.sha256 === domain.compiled.sha256) return same
  const { byDataset } = await pinnedSuites(domain)
  const mayBreak = (dataset: string) => (byDataset.get(dataset)?.suite?.policy.on_contract_break ?? 'block') !== 'block'
  const after = { domain: domain.compiled, files: domain.document.files }
  return { ...same, ...compareDomains(before, after, mayBreak) }
}

/** The domain that a run pinned, or why nobody knows it. */
async function pinnedBy(store: ObjectStore, run: string): Promise<DomainState | string> {
  const plan = await store.get(keys.plan(run))
  if (plan === undefined) return `the plan of its run ${run} is gone`
  const head = planHead.safeParse(jsonOf(plan.body)).data
  if (head === undefined) return `its run ${run} was made by an earlier version`
  const held = await store.get(keys.domain(run, head.domain))
  if (held === undefined) return `what its run ${run} pinned is gone`
  const pinned = pinnedFiles.safeParse(jsonOf(held.body)).data
  if (pinned === undefined) return `its run ${run} was made by an earlier version`
  const outcome = compileDomain(pinned.files)
  return outcome.outcome === 'compiled'
    ? { domain: outcome.domain, files: pinned.files }
    : `this version does not take the domain that its run ${run} pinned`
}

/** A change as people read it. */
export const changeLine = ({ dataset, where, what }: DomainChange): string =>
  `${dataset === null ? '' : `${dataset}: `}${where}: ${what}`
