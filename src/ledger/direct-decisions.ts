import type { ObjectStore } from '../storage/object-store.ts'
import { DECISION_KINDS_PREFIX, isDirected } from './decisions.ts'

/** A decision that names no pipeline, and where it belongs. */
export interface UndirectedDecision {
  readonly key: string
  /** Its keys under each pipeline that heeded it. */
  readonly targets: readonly string[]
}

/** The decisions from before decisions belonged to a pipeline, each for every pipeline whose tables are of then. */
export async function undirectedDecisions(
  store: ObjectStore,
  pipelines: readonly string[],
): Promise<UndirectedDecision[]> {
  const found: UndirectedDecision[] = []
  if (pipelines.length === 0) return found
  for await (const { key } of store.list(DECISION_KINDS_PREFIX)) {
    const [kind, ...rest] = key.slice(DECISION_KINDS_PREFIX.length).split('/')
    if (kind === undefined || rest.length === 0 || isDirected(key)) continue
    found.push({ key, targets: pipelines.map((one) => `${DECISION_KINDS_PREFIX}${kind}/${one}/${rest.join('/')}`) })
  }
  return found
}

/** Puts decisions where they belong, byte for byte. The old object goes when every new one is there. */
export async function directDecisions(store: ObjectStore, decisions: readonly UndirectedDecision[]): Promise<void> {
  for (const { key, targets } of decisions) {
    const held = await store.get(key)
    if (held === undefined) continue
    for (const target of targets) await store.put(target, held.body)
    await store.delete(key)
  }
}
