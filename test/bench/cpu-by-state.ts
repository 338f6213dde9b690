import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { CpuSample } from './measure.ts'

const recordSchema = z.object({ state: z.string(), startedAt: z.coerce.date(), endedAt: z.coerce.date() })

/** What lies before, between and after the states: modules, the runner, the end of the run. */
const OUTSIDE = 'outside the states'

/**
 * CPU seconds of each state of a store's only run, in the order in which they began. A state's time is that from the first of its calls
 * to the last, as its records in the store say, so that it is found in any version of the program; the two kinds of call never overlap.
 */
export function cpuByState(store: string, samples: readonly CpuSample[]): ReadonlyMap<string, number> {
  const spans = new Map<string, { from: number; to: number }>()
  for (const path of readdirSync(join(store, 'runs'), { recursive: true, encoding: 'utf8' })) {
    if (!/[\\/]stages[\\/].*\.json$/.test(path)) continue
    const { state, startedAt, endedAt } = recordSchema.parse(
      JSON.parse(readFileSync(join(store, 'runs', path), 'utf8')),
    )
    const known = spans.get(state) ?? { from: Number.POSITIVE_INFINITY, to: 0 }
    spans.set(state, { from: Math.min(known.from, startedAt.getTime()), to: Math.max(known.to, endedAt.getTime()) })
  }
  const cpu = new Map<string, number>()
  const ordered = [...spans].sort(([, a], [, b]) => a.from - b.from)
  for (const [state, { from, to }] of ordered) cpu.set(state, cpuAt(samples, to) - cpuAt(samples, from))
  const inside = [...cpu.values()].reduce((sum, seconds) => sum + seconds, 0)
  return cpu.set(OUTSIDE, (samples.at(-1)?.cpuSeconds ?? 0) - inside)
}

/** Between two samples the CPU is taken to be spent evenly. */
function cpuAt(samples: readonly CpuSample[], atMs: number): number {
  const next = samples.findIndex((sample) => sample.atMs >= atMs)
  const [after, before] = [samples[next], samples[next - 1]]
  if (after === undefined) return samples.at(-1)?.cpuSeconds ?? 0
  if (before === undefined) return after.cpuSeconds
  const share = (atMs - before.atMs) / (after.atMs - before.atMs)
  return before.cpuSeconds + share * (after.cpuSeconds - before.cpuSeconds)
}
