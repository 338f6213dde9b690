import type { Attributes, AttributeValue } from './span.ts'

/** The only attributes whose text may leave the process: names of our own things, never a cell's content. */
const textKeys: ReadonlySet<string> = new Set([
  'run',
  'pipeline',
  'profile',
  'state',
  'stage',
  'source',
  'dataset',
  'shard',
  'fingerprint',
  'verdict',
  'status',
  'ending',
  'error',
  'operation',
  'room',
  'openlineage.run_id',
])

/**
 * What may be recorded of a span's attributes: numbers and booleans under any key, text only under the known keys
 * and at most 200 characters. Personal values travel in text under other keys, so those are dropped.
 */
export function safeAttributes(attributes: Attributes): Record<string, AttributeValue> {
  const safe: Record<string, AttributeValue> = {}
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined) continue
    if (typeof value !== 'string') safe[key] = value
    else if (textKeys.has(key)) safe[key] = value.slice(0, 200)
  }
  return safe
}
