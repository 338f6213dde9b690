import type { ShardStates } from './measure.ts'
import { type MetricState, mergeStates } from './state.ts'

/** The states of all shards as one, by metric, in whatever order they come. */
export function mergeShards(shards: readonly ShardStates[]): ShardStates {
  const byName = new Map<string, MetricState[]>()
  for (const shard of shards)
    for (const [name, state] of Object.entries(shard)) {
      const found = byName.get(name)
      if (found === undefined) byName.set(name, [state])
      else found.push(state)
    }
  return Object.fromEntries([...byName].map(([name, states]) => [name, mergeStates(states)]))
}
