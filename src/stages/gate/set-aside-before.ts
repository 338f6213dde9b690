import { jsonOf } from '../../ledger/json-of.ts'
import { keys } from '../../ledger/keys.ts'
import { type AsideField, setAsideSummary } from '../../ledger/set-aside.ts'
import type { PlannedContext } from '../../ledger/stage.ts'
import type { LastRelease } from './last-release.ts'

/** What the run of the last release did not use; empty for a first run, and for one that did not yet keep count. */
export async function setAsideBefore(
  { store }: PlannedContext,
  last: LastRelease | null,
): Promise<readonly AsideField[]> {
  const held = last && (await store.get(keys.setAsideSummary(last.release.run)))
  return (held && setAsideSummary.safeParse(jsonOf(held.body)).data?.fields) ?? []
}
