import { randomOf } from '../../examples/generator/random.ts'
import type { RunnerEvent } from '../../src/runtime/runner-event.ts'

const MAPS = ['Ingest', 'Refine', 'Score'] as const
const SINGLE = ['Plan', 'Block', 'Resolve', 'Consolidate', 'Gate', 'Publish'] as const
const ORDER = ['Plan', 'Ingest', 'Refine', 'Block', 'Score', 'Resolve', 'Consolidate', 'Gate', 'Publish'] as const

/**
 * What a large run tells, in order: three Maps of so many items, some of them at once, each with progress before its end; one in
 * fifty is tried again and tells its rows again from nothing. The same events for the same seed.
 * @param told rows that each state has in the end are added to it
 */
export function* progressStream(seed: number, items: number, told: Map<string, number>): Generator<RunnerEvent> {
  const random = randomOf(seed, 'progress')
  let at = 1_700_000_000_000
  const tick = (): number => {
    at += random.below(20)
    return at
  }
  for (const state of ORDER) {
    yield { type: 'state-started', state, at: tick() }
    let sum = 0
    if ((MAPS as readonly string[]).includes(state)) {
      yield { type: 'items', state, count: items, bytes: items * 1000, at: tick() }
      for (let index = 0; index < items; index++) {
        const rows = random.below(5000)
        sum += rows
        for (const share of random.chance(0.02) ? [0.7, 0.2, 0.9] : [0.5])
          yield { type: 'progress', state, index, progress: { rows: Math.floor(rows * share) }, at: tick() }
        yield { type: 'item-done', state, index, done: index + 1, total: items, output: { rows }, at: tick() }
        // A message that was overtaken by the end of its item.
        if (random.chance(0.02)) yield { type: 'progress', state, index, progress: { rows: 1 }, at: tick() }
      }
      yield { type: 'state-succeeded', state, output: null, at: tick() }
    } else if ((SINGLE as readonly string[]).includes(state)) {
      const rows = random.below(1_000_000)
      for (let part = 1; part <= 20; part++)
        yield { type: 'progress', state, progress: { rows: Math.floor((rows * part) / 20) }, at: tick() }
      sum = rows
      yield { type: 'state-succeeded', state, output: { rows }, at: tick() }
    }
    told.set(state, sum)
  }
}
