import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { distinctCount, EXACT_DISTINCT, exactState, mergeDistinct } from '../../src/quality/metrics/distinct-sketch.ts'
import { QUANTILE_ACCURACY, quantileState, quantileValues } from '../../src/quality/metrics/quantile-sketch.ts'
import { sha256 } from '../../src/storage/sha256.ts'

const GAMMA = (1 + QUANTILE_ACCURACY) / (1 - QUANTILE_ACCURACY)
const sketchOf = (values: readonly number[]) => {
  const counts = new Map<string, { side: number; bucket: number; n: number }>()
  for (const value of values) {
    const side = Math.sign(value) + 0
    const bucket = value === 0 ? 0 : Math.ceil(Math.log(Math.abs(value)) / Math.log(GAMMA))
    const key = `${side}/${bucket}`
    counts.set(key, { side, bucket, n: (counts.get(key)?.n ?? 0) + 1 })
  }
  return quantileState([...counts.values()].sort((a, b) => a.side - b.side || a.bucket - b.bucket))
}

test('a quantile is within half a percent of the value of its rank, from the least double to the greatest', () => {
  const double = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 })
  fc.assert(
    fc.property(
      fc.array(
        double.filter((value) => value === 0 || Math.abs(value) > 1e-300),
        { minLength: 1 },
      ),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, quantile) => {
        const [found] = quantileValues(sketchOf(values), [quantile])
        const exact = values.toSorted((a, b) => a - b)[Math.floor(quantile * (values.length - 1))] as number
        expect(Math.abs((found as number) - exact)).toBeLessThanOrEqual(QUANTILE_ACCURACY * Math.abs(exact) * 1.0001)
      },
    ),
  )
})

test('no numbers have no quantiles', () => {
  expect(quantileValues(sketchOf([]), [0, 0.5, 1])).toEqual([null, null, null])
})

describe('a count of different values', () => {
  const state = (from: number, to: number) =>
    exactState(Array.from({ length: to - from }, (_, at) => sha256(String(from + at)).slice(0, 16)))

  test('is exact while they are few', () => {
    const merged = mergeDistinct([state(0, 100), state(50, 200)])
    expect(distinctCount(merged)).toEqual({ count: 200, error: 0 })
  })

  test.each([1_000, 20_000, 100_000])('of %d is within its error', (wanted) => {
    const parts = Array.from({ length: Math.ceil(wanted / 200) }, (_, at) =>
      state(at * 200, Math.min(wanted, (at + 1) * 200)),
    )
    const { count, error } = distinctCount(mergeDistinct(parts))
    expect(error).toBeGreaterThan(0)
    expect(Math.abs(count - wanted)).toBeLessThanOrEqual(error)
  })

  test('forgets nothing whichever way it grows past the exact ones', () => {
    const whole = mergeDistinct([state(0, 200), state(100, EXACT_DISTINCT + 50)])
    const stepwise = mergeDistinct([mergeDistinct([state(0, 150), state(100, 300)]), state(250, EXACT_DISTINCT + 50)])
    expect(stepwise).toEqual(whole)
  })
})
