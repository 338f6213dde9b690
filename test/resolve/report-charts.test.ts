import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { levelsChart, waterfallChart, weightChart } from '../../src/resolve/report/charts.ts'
import { columnChart } from '../../src/resolve/report/column-chart.ts'
import type { ReportData } from '../../src/resolve/report/report-data.ts'
import { AGAINST, FOR, NEUTRAL, ticks } from '../../src/resolve/report/svg.ts'

interface Bar {
  readonly x: number
  readonly width: number
  readonly height: number
  readonly fill: string
}
/** The bars of a chart; the squares of its legend are left out. */
const barsOf = (svg: string): Bar[] =>
  [...svg.matchAll(/<rect x="([^"]+)" y="[^"]+" width="([^"]+)" height="([^"]+)" fill="([^"]+)"/g)]
    .map(([, x, width, height, fill = '']) => ({ x: Number(x), width: Number(width), height: Number(height), fill }))
    .filter(({ width, height }) => !(width === 12 && height === 12))
const texts = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text = '']) => text)

const waterfall = (priorBits: number, ...steps: (readonly [string, number])[]) =>
  ({
    priorBits,
    steps: steps.map(([label, bits]) => ({ comparison: 'name', label, bits, rarityBits: 0 })),
  }) as unknown as Parameters<typeof waterfallChart>[0]

const weights = (pairs: Record<number, number>, thresholdBits: number) =>
  ({
    thresholdBits,
    weights: Object.entries(pairs).map(([bits, count]) => ({ bits: Number(bits), pairs: count })),
  }) as unknown as ReportData

describe('the charts of the linkage report', () => {
  test('show what a value says as text, never as markup, and need neither style nor class', () => {
    const svg = waterfallChart(waterfall(-3, ['<img src=x onerror=alert(1)>" & co', 4]))
    expect(svg).not.toMatch(/<img|style=|class=|<script|href/)
    expect(svg).toContain('&lt;img src=x onerror=alert(1)&gt;&quot; &amp; co')
  })

  test('a waterfall hangs each bar where the one before ended, and its last bar is the sum', () => {
    const bits = fc.integer({ min: -200, max: 200 }).map((tenths) => tenths / 10)
    const steps = fc.array(bits, { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(bits, steps, (prior, following) => {
        const all = [prior, ...following]
        const svg = waterfallChart(waterfall(prior, ...following.map((value) => ['same', value] as const)))
        const bars = barsOf(svg)
        expect(bars).toHaveLength(all.length + 1)
        const end = ({ x, width }: Bar, value: number): number => (value >= 0 ? x + width : x)
        const start = ({ x, width }: Bar, value: number): number => (value >= 0 ? x : x + width)
        for (const [at, value] of all.entries()) {
          expect(bars[at]?.fill).toBe(value >= 0 ? FOR : AGAINST)
          const next = all[at + 1]
          if (next !== undefined) expect(start(bars[at + 1] as Bar, next)).toBeCloseTo(end(bars[at] as Bar, value), 1)
        }
        const sum = all.reduce((total, value) => total + value, 0)
        if (Math.abs(sum) < 1e-6) return
        expect(end(bars.at(-1) as Bar, sum)).toBeCloseTo(end(bars[all.length - 1] as Bar, all.at(-1) as number), 1)
        expect(start(bars.at(-1) as Bar, sum)).toBeCloseTo(start(bars[0] as Bar, prior), 1)
      }),
    )
  })

  test('m and u are as long as they are likely, the most alike level on top, and the rarest are told in words', () => {
    const svg = levelsChart({
      name: 'name',
      levels: [
        { gamma: 0, label: 'different', m: 0.25, u: 0.9999 },
        { gamma: 1, label: 'same', m: 0.75, u: 0.0001 },
      ],
    })
    expect(texts(svg).filter((text) => ['different', 'same'].includes(text))).toEqual(['same', 'different'])
    const [sameM, , differentM] = barsOf(svg)
    expect((sameM?.width ?? 0) / (differentM?.width ?? 1)).toBeCloseTo(3, 1)
    expect(texts(svg)).toContain('1 in 10,000')
  })

  test('pairs from the threshold on are links, weights that no pair has leave a gap, and the threshold is marked', () => {
    const svg = weightChart(weights({ 1: 10, 4: 10 }, 3.7))
    const bars = barsOf(svg)
    expect(bars.map(({ fill }) => fill)).toEqual([NEUTRAL, FOR])
    expect((bars[1]?.x ?? 0) - (bars[0]?.x ?? 0)).toBeGreaterThan(2 * (bars[0]?.width ?? 0))
    expect(texts(svg)).toContain('threshold')
    expect(texts(weightChart(weights({ 1: 10, 4: 10 }, 9)))).not.toContain('threshold')
  })

  test('a column of one is seen beside one of a million, and each tenfold is as high as the one before', () => {
    const counts = [1, 10, 100, 1_000_000]
    const bars = barsOf(
      columnChart({
        height: 280,
        columns: counts.map((count) => ({ name: String(count), count, colour: NEUTRAL })),
        under: '',
        beside: '',
        counted: true,
      }),
    )
    const [one = 0, ten = 0, hundred = 0, million = 0] = bars.map(({ height }) => height)
    expect(one).toBeGreaterThan(5)
    expect(hundred - ten).toBeCloseTo(ten - one, 1)
    expect(million - one).toBeCloseTo(6 * (ten - one), 0)
  })

  test('ticks are round, inside of the range and two to eleven', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1000, max: 1000, noNaN: true }),
        fc.double({ min: 0.01, max: 1000, noNaN: true }),
        (from, width) => {
          const found = ticks(from, from + width)
          expect(found.length).toBeGreaterThanOrEqual(2)
          expect(found.length).toBeLessThanOrEqual(11)
          for (const at of found) {
            expect(at).toBeGreaterThanOrEqual(from - width * 1e-6)
            expect(at).toBeLessThanOrEqual(from + width * (1 + 1e-6))
          }
        },
      ),
    )
  })
})
