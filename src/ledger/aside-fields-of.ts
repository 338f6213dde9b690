import type { ObjectStore } from '../storage/object-store.ts'
import { jsonOf } from './json-of.ts'
import { keys } from './keys.ts'
import { type AsideField, setAsideSummary } from './set-aside.ts'

/** What a run did not use, by field; empty for one that did not keep count. */
export async function asideFieldsOf(store: ObjectStore, run: string): Promise<readonly AsideField[]> {
  const held = await store.get(keys.setAsideSummary(run))
  return (held && setAsideSummary.safeParse(jsonOf(held.body)).data?.fields) ?? []
}
