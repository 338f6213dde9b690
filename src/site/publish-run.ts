import type { Contract } from '../contracts/index.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { overviewPage } from './overview-page.ts'
import { publishAssets } from './site-assets.ts'
import { publishContracts } from './site-contracts.ts'
import { addToIndex, readHead } from './site-index.ts'
import { siteKeys } from './site-keys.ts'
import { indexEntryOf, type SiteRun } from './site-run.ts'
import { withHistory } from './with-history.ts'

/**
 * Adds a run to the site: its own file, its line in the index, the overview, the contracts that it ran by. The 10,001st run costs what the first does. Safe to
 * repeat, and for several writers at once. @throws SiteBusyError, SiteIndexDamagedError and the store's errors.
 */
export async function publishRun(store: ObjectStore, run: SiteRun, contracts: Iterable<Contract> = []): Promise<void> {
  await publishAssets(store)
  await publishContracts(store, run.pipeline, contracts)
  await store.put(siteKeys.run(run.run), JSON.stringify(await withHistory(store, run)))
  await addToIndex(store, indexEntryOf(run))
  await publishOverview(store)
}

/** Renders the overview from the index, again when the index moved on meanwhile: whoever writes last has seen the last state. */
export async function publishOverview(store: ObjectStore): Promise<void> {
  for (let before = await readHead(store); ; ) {
    await store.put(siteKeys.overview, overviewPage(before.head))
    const after = await readHead(store)
    if (after.etag === before.etag) return
    before = after
  }
}
