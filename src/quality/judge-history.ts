import { z } from 'zod'
import type { DatasetMetrics } from './dataset-metrics.ts'
import { type Finding, type JudgeContext, whole } from './expectation.ts'
import { count, list, percent, shownNumber } from './phrases.ts'
import { median, robustDeviation } from './robust.ts'

export const historyShape = {
  /** Versions to wait for before anything fails. */
  warm_up: z.int().min(1).max(100).default(5),
  /** How many robust standard deviations are too far. */
  max_deviation: z.number().positive().default(3.5),
  /** Changes below this never fail: a share of the median, or an absolute amount for shares. */
  min_change: z.number().min(0).default(0.1),
}
export type HistoryLimits = z.output<z.ZodObject<typeof historyShape>>

/**
 * A number against those of earlier versions: it fails when it is further from their median than both `max_deviation` robust standard
 * deviations and `min_change`. With fewer versions than the warm-up it passes and says so.
 */
export function judgeHistory(
  { current, history }: JudgeContext,
  limits: HistoryLimits,
  name: string,
  pick: (metrics: DatasetMetrics) => number | null,
  scale: 'relative' | 'absolute' = 'relative',
): Finding {
  const now = current === null ? null : pick(current)
  const series = history.map(({ metrics }) => pick(metrics)).filter((value) => value !== null)
  if (now === null) return whole('passed', `There is no ${name} to compare.`, null, { series })
  const shown = (value: number) => (scale === 'absolute' ? percent(value) : shownNumber(value))
  if (series.length < limits.warm_up)
    return whole('passed', `The ${name} is ${shown(now)}. ${warmingUp(series.length, limits.warm_up)}`, now, { series })
  const middle = median(series)
  const floor = scale === 'absolute' ? limits.min_change : limits.min_change * Math.abs(middle)
  const allowed = Math.max(limits.max_deviation * robustDeviation(series), floor)
  const distance = Math.abs(now - middle)
  const found = `The ${name} is ${shown(now)}; over ${count(series.length)} versions the median is ${shown(middle)}, and ${shown(allowed)} more or less is usual.`
  return whole(distance <= allowed + 1e-12, found, now, { series })
}

const warmingUp = (have: number, need: number): string =>
  `It is judged once ${count(need)} earlier versions are there; now there ${have === 1 ? 'is 1' : `are ${count(have)}`}.`

/** Total variation distance of the shares from the median shares, against the same distance of the earlier versions. */
export function judgeDistribution({ current, history }: JudgeContext, limits: HistoryLimits, column: string): Finding {
  const now = current?.columns[column]?.shares ?? null
  const earlier = history
    .map(({ metrics }) => metrics.columns[column]?.shares ?? null)
    .filter((shares) => shares !== null)
  if (now === null)
    return whole('passed', `${column} has too many different values, or none, to compare their shares.`, null)
  if (earlier.length < limits.warm_up) return whole('passed', warmingUp(earlier.length, limits.warm_up), null)
  const names = [...new Set([now, ...earlier].flatMap((shares) => Object.keys(shares)))]
  const middle = Object.fromEntries(names.map((name) => [name, median(earlier.map((shares) => shares[name] ?? 0))]))
  const distance = (shares: Readonly<Record<string, number>>) =>
    names.reduce((sum, name) => sum + Math.abs((shares[name] ?? 0) - (middle[name] ?? 0)), 0) / 2
  const series = earlier.map(distance)
  const observed = distance(now)
  const allowed = Math.max(median(series) + limits.max_deviation * robustDeviation(series), limits.min_change)
  const moved = names
    .toSorted((a, b) => Math.abs((now[b] ?? 0) - (middle[b] ?? 0)) - Math.abs((now[a] ?? 0) - (middle[a] ?? 0)))
    .slice(0, 3)
    .map((name) => `${name.slice(0, 40)} ${percent(middle[name] ?? 0)} → ${percent(now[name] ?? 0)}`)
  return whole(
    observed <= allowed + 1e-12,
    `${percent(observed)} of the rows moved to other values; up to ${percent(allowed)} is usual. Most: ${list(moved)}.`,
    observed,
    { series },
  )
}

/** The columns and their types against those of the version before. */
export function judgeColumns({ types, history }: JudgeContext): Finding {
  const before = history.at(-1)?.metrics.columns
  if (before === undefined) return whole('passed', 'There is no earlier version to compare with.', null)
  const gone = Object.keys(before).filter((name) => !types.has(name))
  const added = [...types.keys()].filter((name) => before[name] === undefined)
  const changed = [...types]
    .filter(([name, type]) => before[name] !== undefined && before[name].type !== type)
    .map(([name]) => name)
  const told = [
    ...(gone.length > 0 ? [`${list(gone)} went`] : []),
    ...(added.length > 0 ? [`${list(added)} came`] : []),
    ...(changed.length > 0 ? [`${list(changed)} changed type`] : []),
  ]
  return whole(told.length === 0, told.length === 0 ? 'They are.' : `${told.join('; ')}.`, types.size)
}
