// The built file: its parts one by one are 700 modules, which take a second and 80 MB to load.
import { init } from 'echarts/dist/echarts.esm.min.mjs'
import type { Waterfall } from '../scoring/explain-pair.ts'
import type { ReportData } from './report-data.ts'

const FOR = '#2f7d4f'
const AGAINST = '#b4442f'
const NEUTRAL = '#3f6fb5'
const WIDTH = 760
const FONT = { fontFamily: 'system-ui, sans-serif' }

/**
 * A chart as SVG text. echarts escapes what it is given. Fonts become attributes and what only a pointer sees is left out: pages that
 * forbid inline styles show the chart too.
 */
function svg(option: Record<string, unknown>, height: number): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height })
  try {
    chart.setOption({ animation: false, textStyle: FONT, ...option })
    return withoutStyles(chart.renderToSVGString())
  } finally {
    chart.dispose()
  }
}

const withoutStyles = (drawn: string): string =>
  drawn
    .replace(/<style\b[\s\S]*?<\/style>/g, '')
    .replace(/ (?:class|ecmeta_\w+)="[^"]*"/g, '')
    .replace(/ style="([^"]*)"/g, (_, style: string) =>
      style.replace(/\s*([\w-]+):([^;]*);?/g, (__, name: string, value: string) => ` ${name}="${value}"`),
    )

const cut = (text: string, most = 46): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text)

/** m and u of one comparison, level by level, the most alike on top. */
export function levelsChart(comparison: ReportData['model']['comparisons'][number]): string {
  const { levels } = comparison
  const series = (name: 'm' | 'u', title: string, color: string) => ({
    name: title,
    type: 'bar',
    data: levels.map((level) => level[name]),
    itemStyle: { color },
    label: { show: true, position: 'right', formatter: ({ value }: { value: number }) => share(value) },
  })
  return svg(
    {
      legend: { top: 0, right: 0 },
      grid: { left: 300, right: 70, top: 26, bottom: 4 },
      xAxis: { type: 'value', max: 1, show: false },
      yAxis: { type: 'category', data: levels.map(({ label }) => cut(label)), axisTick: { show: false } },
      series: [series('u', 'u: not one entity', AGAINST), series('m', 'm: one entity', FOR)],
    },
    40 + levels.length * 40,
  )
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
  const bits = Array.from({ length: until - from + 1 }, (_, at) => from + at)
  const pairs = new Map(data.weights.map(({ bits: at, pairs: count }) => [at, count]))
  const line = Math.floor(data.thresholdBits)
  return svg(
    {
      grid: { left: 70, right: 20, top: 30, bottom: 42 },
      xAxis: { type: 'category', data: bits.map(String), name: 'weight in bits', nameLocation: 'middle', nameGap: 28 },
      yAxis: { type: 'log', min: 0.5, name: 'pairs', minorSplitLine: { show: false } },
      series: [
        {
          type: 'bar',
          barCategoryGap: '10%',
          data: bits.map((at) => ({
            value: pairs.get(at) ?? null,
            itemStyle: { color: at >= line ? FOR : NEUTRAL },
          })),
          ...(line >= from && line <= until
            ? { markLine: { symbol: 'none', data: [{ xAxis: String(line) }], label: { formatter: 'threshold' } } }
            : {}),
        },
      ],
    },
    280,
  )
}

export function sizesChart(data: ReportData): string {
  const shown = data.clusterSizes
  return svg(
    {
      grid: { left: 70, right: 20, top: 30, bottom: 42 },
      xAxis: {
        type: 'category',
        data: shown.map(({ size }) => String(size)),
        name: 'rows in a cluster',
        nameLocation: 'middle',
        nameGap: 28,
      },
      yAxis: { type: 'log', min: 0.5, name: 'clusters' },
      series: [
        {
          type: 'bar',
          data: shown.map(({ clusters }) => clusters),
          itemStyle: { color: NEUTRAL },
          label: { show: shown.length <= 12, position: 'top' },
        },
      ],
    },
    260,
  )
}

/** Precision, recall and F1 over thresholds. */
export function truthChart(data: ReportData): string {
  const points = data.truth?.thresholds ?? []
  const line = (name: 'precision' | 'recall' | 'f1', color: string) => ({
    name,
    type: 'line',
    data: points.map(({ pairwise }) => pairwise[name]),
    itemStyle: { color },
    lineStyle: { color },
  })
  return svg(
    {
      legend: { top: 0, right: 0 },
      grid: { left: 60, right: 20, top: 30, bottom: 42 },
      xAxis: {
        type: 'category',
        data: points.map(({ threshold }) => String(threshold)),
        name: 'threshold',
        nameLocation: 'middle',
        nameGap: 28,
      },
      yAxis: { type: 'value', scale: true, max: 1 },
      series: [line('precision', FOR), line('recall', NEUTRAL), line('f1', AGAINST)],
    },
    260,
  )
}

/** How a pair's weight adds up, from the prior to the sum. */
export function waterfallChart(waterfall: Waterfall): string {
  const bars: { name: string; from: number; to: number }[] = []
  let at = 0
  const add = (name: string, bits: number): void => {
    bars.push({ name, from: at, to: at + bits })
    at += bits
  }
  add('prior', waterfall.priorBits)
  for (const { comparison, label, bits, rarityBits } of waterfall.steps) {
    add(cut(`${comparison}: ${label}`), bits)
    if (rarityBits !== 0) add(cut(`${comparison}: how rare the value is`), rarityBits)
  }
  bars.push({ name: 'weight of the pair', from: 0, to: at })
  const least = Math.min(0, ...bars.map(({ from, to }) => Math.min(from, to)))
  return svg(
    {
      grid: { left: 320, right: 70, top: 6, bottom: 24 },
      xAxis: { type: 'value' },
      yAxis: { type: 'category', inverse: true, data: bars.map(({ name }) => name), axisTick: { show: false } },
      series: [
        // Bars hang in the air: an unseen one carries each.
        {
          type: 'bar',
          stack: 'plus',
          silent: true,
          itemStyle: { color: 'transparent' },
          data: bars.map(({ from, to }) => Math.max(0, Math.min(from, to))),
        },
        {
          type: 'bar',
          stack: 'plus',
          silent: true,
          itemStyle: { color: 'transparent' },
          data: bars.map(({ from, to }) => Math.min(0, Math.max(from, to))),
        },
        {
          type: 'bar',
          stack: 'plus',
          data: bars.map(({ from, to }) => ({
            value: Math.max(0, Math.max(from, to)) - Math.max(0, Math.min(from, to)),
            itemStyle: { color: to >= from ? FOR : AGAINST },
          })),
        },
        {
          type: 'bar',
          stack: 'plus',
          data: bars.map(({ from, to }) => ({
            value: Math.min(0, Math.min(from, to)) - Math.min(0, Math.max(from, to)),
            itemStyle: { color: to >= from ? FOR : AGAINST },
            label: {
              show: true,
              position: least < 0 && Math.max(from, to) <= 0 ? 'left' : 'right',
              formatter: () => `${to - from >= 0 ? '+' : '−'}${Math.abs(to - from).toFixed(1)}`,
            },
          })),
        },
      ],
    },
    34 + bars.length * 26,
  )
}
