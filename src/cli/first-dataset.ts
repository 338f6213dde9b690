import { domainPinnedBy } from '../ledger/store-domains.ts'
import type { PipelineResult } from '../runtime/pipeline-result.ts'
import { openStore } from '../storage/open-store.ts'

/** The dataset that a run's report offers: the first that its domain names of those it published. */
export async function firstDataset({ store, run, versions }: PipelineResult): Promise<string | undefined> {
  const published = Object.keys(versions)
  if (published.length === 0) return undefined
  // A hint is no reason to fail a run that has ended well.
  const domain = await domainPinnedBy(openStore(store), run).catch(() => undefined)
  return domain?.datasets.find((dataset) => published.includes(dataset)) ?? published[0]
}
