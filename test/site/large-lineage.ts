import { publishLineage, type SiteLineage, type SiteLineageNode } from '../../src/site/index.ts'
import { addToIndex } from '../../src/site/site-index.ts'
import type { MemoryStore } from '../support/memory-store.ts'
import { entry } from './fixture.ts'

const COLUMNS = 8

/** A run of so many nodes: datasets and states in turn from left to right, each state with two datasets before and after it. */
function largeLineage(run: string, size: number): SiteLineage {
  const rows = Math.round(Math.sqrt(size))
  const node = (n: number): SiteLineageNode => {
    const job = Math.floor(n / rows) % 2 === 1
    return {
      id: `${job ? 'job' : 'dataset'}:n:${n}`,
      kind: job ? 'job' : 'dataset',
      role: job ? 'state' : 'dataset',
      label: job ? `State${n}` : `work/room${Math.floor(n / rows)}/dataset_${n}`,
      state: job ? 'COMPLETE' : null,
      columns: job ? [] : Array.from({ length: COLUMNS }, (_, at) => `column_${at}`),
      facets: job ? {} : { documentation: { description: `The dataset ${n}.` } },
    }
  }
  const nodes = Array.from({ length: size }, (_, n) => node(n))
  const edges: { from: string; to: string }[] = []
  const columns: (readonly [number, string, number, string, string, boolean])[] = []
  for (const [n, { id, kind }] of nodes.entries())
    for (const step of [rows, rows + 1]) {
      const next = nodes[n + step]
      if (next === undefined || next.kind === kind) continue
      edges.push({ from: id, to: next.id })
      if (kind === 'job')
        for (let at = 0; at < COLUMNS; at++)
          columns.push([n - rows, `column_${at}`, n + step, `column_${at}`, 'as it stands', true])
    }
  return { run, nodes, edges, columns, rows: [], versions: {} }
}

/** Publishes it, with the index that the page's list of runs reads. @returns its run */
export async function publishLargeLineage(store: MemoryStore, size: number): Promise<string> {
  const { run } = entry(1)
  await addToIndex(store, entry(1))
  await publishLineage(store, largeLineage(run, size))
  return run
}
