import { publishLineage } from '../../site/publish-lineage.ts'
import { publishOverview } from '../../site/publish-run.ts'
import { siteKeys } from '../../site/site-keys.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { runGraph } from '../lineage/run-graph.ts'
import { siteLineage } from '../lineage/site-lineage.ts'
import { addRunToSite } from './site-run.ts'

/**
 * Writes the pages of every ended run anew, oldest first, and the index with them: for a store older than its pages, or one whose
 * pages were damaged. @returns how many runs there are
 */
export async function rebuildSite(store: ObjectStore, progress: (runs: number) => void): Promise<number> {
  const runs: { run: string; endedAt: string }[] = []
  for await (const { key, lastModified } of store.list('runs/')) {
    const run = /^runs\/([^/]+)\/(?:result|failure)\.json$/.exec(key)?.[1]
    if (run !== undefined && runs.at(-1)?.run !== run) runs.push({ run, endedAt: lastModified.toISOString() })
  }
  runs.sort((a, b) => (a.endedAt < b.endedAt ? -1 : a.endedAt > b.endedAt ? 1 : 0))
  const old: string[] = []
  for await (const { key } of store.list(`${siteKeys.root}index/`)) old.push(key)
  for (const key of old) await store.delete(key)
  await publishOverview(store)
  for (const [at, { run, endedAt }] of runs.entries()) {
    await addRunToSite(store, run, endedAt)
    const graph = await runGraph(store, run)
    if (graph.nodes.length > 0) await publishLineage(store, siteLineage(store, run, graph))
    progress(at + 1)
  }
  return runs.length
}
