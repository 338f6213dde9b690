import { domainPinnedBy } from '../ledger/store-domains.ts'
import type { PipelineResult } from '../runtime/pipeline-result.ts'
import type { ObjectStore } from '../storage/object-store.ts'

/** The dataset that a run's report offers: the first that its domain names of those it published. */
export async function firstDataset(store: ObjectStore, { run, versions }: PipelineResult): Promise<string | undefined> {
  const published = Object.keys(versions)
  if (published.length === 0) return undefined
  const domain = await domainPinnedBy(store, run)
  return domain?.datasets.find((dataset) => published.includes(dataset)) ?? published[0]
}
