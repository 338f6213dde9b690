import type { Waterfall } from '../scoring/explain-pair.ts'
import { columnChart } from './column-chart.ts'
import type { ReportData } from './report-data.ts'
import { AGAINST, bar, cut, drawing, FOR, label, legend, NEUTRAL, path, rule, ticks, WIDTH } from './svg.ts'

/** m and u of one comparison, level by level, the most alike on top. */
export function levelsChart({ levels }: ReportData['model']['comparisons'][number]): string {
  const [left, right, top, step] = [300, 70, 30, 40]
  const toX = (value: number): number => left + value * (WIDTH - left - right)
  const rows = [...levels].reverse().flatMap((level, at) => {
    const y = top + at * step
    return [
      label(left - 8, y + step / 2, cut(level.label), 'end'),
      bar(left, y + 4, toX(level.m), y + 19, FOR),
      label(toX(level.m) + 6, y + 11.5, share(level.m)),
      bar(left, y + 20, toX(level.u), y + 35, AGAINST),
      label(toX(level.u) + 6, y + 27.5, share(level.u)),
    ]
  })
  const height = top + levels.length * step + 6
  return drawing(height, [
    legend([
      { name: 'm: one entity', colour: FOR },
      { name: 'u: not one entity', colour: AGAINST },
    ]),
    rule(left, top, left, height - 6, 0.6),
    ...rows,
  ])
}

const share = (value: number): string =>
  value >= 0.001
    ? `${(value * 100).toFixed(value < 0.1 ? 2 : 1)}%`
    : value === 0
      ? '0'
      : `1 in ${Math.round(1 / value).toLocaleString('en')}`

/** Pairs by weight; the line is the threshold. */
export function weightChart(data: ReportData): string {
  const from = data.weights[0]?.bits ?? 0
  const until = data.weights.at(-1)?.bits ?? 0
  const pairs = new Map(data.weights.map(({ bits, pairs: count }) => [bits, count]))
  const threshold = Math.floor(data.thresholdBits)
  return columnChart({
    height: 280,
    columns: Array.from({ length: until - from + 1 }, (_, at) => from + at).map((bits) => ({
      name: String(bits),
      count: pairs.get(bits) ?? 0,
      colour: bits >= threshold ? FOR : NEUTRAL,
    })),
    under: 'weight in bits',
    beside: 'pairs',
    counted: false,
    mark: { column: String(threshold), name: 'threshold' },
  })
}

export const sizesChart = ({ clusterSizes }: ReportData): string =>
  columnChart({
    height: 260,
    columns: clusterSizes.map(({ size, clusters }) => ({ name: String(size), count: clusters, colour: NEUTRAL })),
    under: 'rows in a cluster',
    beside: 'clusters',
    counted: clusterSizes.length <= 12,
  })

/** Precision, recall and F1 over thresholds. */
export function truthChart(data: ReportData): string {
  const points = data.truth?.thresholds ?? []
  const [left, right, top, floor] = [60, 30, 34, 218]
  const series = [
    { name: 'precision', colour: FOR },
    { name: 'recall', colour: NEUTRAL },
    { name: 'f1', colour: AGAINST },
  ] as const
  const least = Math.min(1, ...points.flatMap(({ pairwise }) => [pairwise.precision, pairwise.recall, pairwise.f1]))
  // A line that is flat at 1 needs room below it too.
  const bottom = Math.min(least, 0.9)
  const toX = (at: number): number => left + (at / Math.max(1, points.length - 1)) * (WIDTH - left - right)
  const toY = (value: number): number => floor - ((value - bottom) / (1 - bottom)) * (floor - top)
  return drawing(260, [
    legend(series),
    ...ticks(bottom, 1).map(
      (at) => rule(left, toY(at), WIDTH - right, toY(at)) + label(left - 8, toY(at), String(at), 'end'),
    ),
    ...points.map(({ threshold }, at) => label(toX(at), floor + 14, String(threshold), 'middle')),
    ...series.map(({ name, colour }) =>
      path(
        points.map(({ pairwise }, at) => [toX(at), toY(pairwise[name])]),
        colour,
      ),
    ),
    label((left + WIDTH - right) / 2, 250, 'threshold', 'middle'),
  ])
}

/** How a pair's weight adds up, from the prior to the sum. */
export function waterfallChart(waterfall: Waterfall): string {
  const bars: { name: string; from: number; to: number }[] = []
  let sum = 0
  const add = (name: string, bits: number): void => {
    bars.push({ name, from: sum, to: sum + bits })
    sum += bits
  }
  add('prior', waterfall.priorBits)
  for (const { comparison, label: level, bits, rarityBits } of waterfall.steps) {
    add(cut(`${comparison}: ${level}`), bits)
    if (rarityBits !== 0) add(cut(`${comparison}: how rare the value is`), rarityBits)
  }
  bars.push({ name: 'weight of the pair', from: 0, to: sum })
  const [left, right, top, step] = [320, 50, 6, 26]
  const ends = bars.flatMap(({ from, to }) => [from, to])
  const [least, most] = [Math.min(0, ...ends), Math.max(0, ...ends)]
  // Room on the left for the number of a bar that ends there.
  const first = left + (least < 0 ? 44 : 0)
  const toX = (bits: number): number => first + ((bits - least) / (most - least || 1)) * (WIDTH - first - right)
  const floor = top + bars.length * step
  return drawing(floor + 28, [
    ...ticks(least, most).map(
      (bits) => rule(toX(bits), top, toX(bits), floor) + label(toX(bits), floor + 14, String(bits), 'middle'),
    ),
    rule(toX(0), top, toX(0), floor, 0.6),
    ...bars.flatMap(({ name, from, to }, at) => {
      const y = top + (at + 0.5) * step
      const shown = `${to >= from ? '+' : '−'}${Math.abs(to - from).toFixed(1)}`
      return [
        label(left - 8, y, name, 'end'),
        bar(toX(from), y - 9, toX(to), y + 9, to >= from ? FOR : AGAINST),
        to >= from ? label(toX(to) + 6, y, shown) : label(toX(to) - 6, y, shown, 'end'),
      ]
    }),
  ])
}
