import { expect } from 'vitest'
import type { ReceivedSpan } from './otlp-collector.ts'

/** Asserts that spans are one trace with one root and no span whose parent is missing. @returns the root */
export function oneConnectedTrace(spans: readonly ReceivedSpan[]): ReceivedSpan {
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1)
  const ids = new Set(spans.map(({ spanId }) => spanId))
  expect(ids.size).toBe(spans.length)
  const roots = spans.filter(({ parentSpanId }) => parentSpanId === '')
  expect(roots.map(({ name }) => name)).toEqual(['hotpass.run'])
  const orphans = spans.filter(({ parentSpanId }) => parentSpanId !== '' && !ids.has(parentSpanId))
  expect(orphans.map(({ name }) => name)).toEqual([])
  for (const { startNs, endNs } of spans) expect(endNs >= startNs && startNs > 0n).toBe(true)
  return roots[0] as ReceivedSpan
}
