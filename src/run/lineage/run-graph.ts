import { keys } from '../../ledger/keys.ts'
import { datasetReference } from '../../lineage/dataset-reference.ts'
import { buildGraph, type LineageGraph } from '../../lineage/graph/lineage-graph.ts'
import type { RunEvent } from '../../lineage/index.ts'
import type { ObjectStore } from '../../storage/object-store.ts'

/** The events of a run, from its joined document, else from the parts written so far. Empty for a run that told nothing. */
export async function runEvents(store: ObjectStore, run: string): Promise<RunEvent[]> {
  const joined = await store.get(keys.events(run))
  const texts: string[] = []
  if (joined) texts.push(new TextDecoder().decode(joined.body))
  else
    for await (const { key } of store.list(keys.lineageParts(run))) {
      const part = await store.get(key)
      if (part) texts.push(new TextDecoder().decode(part.body))
    }
  return texts
    .join('')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RunEvent)
}

/** The graph of one run. */
export const runGraph = async (store: ObjectStore, run: string): Promise<LineageGraph> =>
  buildGraph(await runEvents(store, run))

/** A dataset's name in the store, as people know it: `datasets/organizations`. */
export function storeName(store: ObjectStore, namespace: string, name: string): string {
  const root = datasetReference(store.uri(''))
  const inside = namespace === root.namespace && name.startsWith(`${root.name}/`)
  // A store at a bucket's root has no name of its own.
  return inside ? name.slice(root.name.length + 1) : name
}
