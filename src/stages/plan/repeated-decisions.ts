import { isDirected } from '../../ledger/decisions.ts'
import type { DecisionPin, Plan } from '../../ledger/plan-document.ts'
import { gateDecisionKey } from '../../quality/gate-decision.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { sha256 } from '../../storage/sha256.ts'

/** A repeated run pins what the other had pinned, and the steward's decision about that very run when it was blocked. */
export async function repeatedDecisions(store: ObjectStore, earlier: Plan): Promise<DecisionPin[]> {
  const key = gateDecisionKey(earlier.pipelineId, earlier.run)
  const held = await store.get(key)
  const pinned = earlier.decisions.filter((decision) => decision.key !== key)
  const others = await Promise.all(pinned.map((pin) => whereItIs(store, earlier.pipelineId, pin)))
  const own = held === undefined ? [] : [{ kind: 'gate', key, sha256: sha256(held.body) }]
  return [...others, ...own].sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** A decision that was pinned before decisions belonged to a pipeline may have been put there since. */
async function whereItIs(store: ObjectStore, pipeline: string, pin: DecisionPin): Promise<DecisionPin> {
  if (isDirected(pin.key)) return pin
  const directed = pin.key.replace(/^(decisions\/[^/]+)\//, `$1/${pipeline}/`)
  const held = await store.get(directed)
  return held !== undefined && sha256(held.body) === pin.sha256 ? { ...pin, key: directed } : pin
}
