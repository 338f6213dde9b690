import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  type Bounds,
  boundsMisfit,
  boundsShape,
  countBoundsShape,
  judgeBounds,
  numberBoundsShape,
} from '../../src/quality/bounds.ts'
import { judgeRows } from '../../src/quality/expectation.ts'

const between = (min: number, max: number): Bounds => ({ min_value: min, max_value: max })
const strictly = (min: number, max: number): Bounds => ({ ...between(min, max), strict_min: true, strict_max: true })

describe('a number at a bound', () => {
  test.each<[number, Bounds, string]>([
    [1, between(1, 2), 'passed'],
    [2, between(1, 2), 'passed'],
    [0.999, between(1, 2), 'failed'],
    [2.001, between(1, 2), 'failed'],
    [1, strictly(1, 2), 'failed'],
    [2, strictly(1, 2), 'failed'],
    [1.001, strictly(1, 2), 'passed'],
    [1.999, strictly(1, 2), 'passed'],
    [1, { min_value: 1 }, 'passed'],
    [0, { min_value: 1 }, 'failed'],
    [9, { max_value: 9 }, 'passed'],
    [10, { max_value: 9 }, 'failed'],
    [0, between(0, 0), 'passed'],
    [Number.NaN, between(0, 1), 'failed'],
    [Number.POSITIVE_INFINITY, { min_value: 1 }, 'passed'],
    [Number.NEGATIVE_INFINITY, { max_value: 1 }, 'passed'],
  ])('%d of %j has %s', (observed, bounds, outcome) => expect(judgeBounds(observed, bounds)).toBe(outcome))
})

describe('a number that is known within an error', () => {
  test.each<[number, number, Bounds, string]>([
    [5, 1, between(4, 6), 'passed'],
    [5, 1.5, between(4, 9), 'uncertain'],
    [5, 1.5, between(1, 6), 'uncertain'],
    [3, 1.5, between(4, 9), 'uncertain'],
    [10, 1.5, between(4, 9), 'uncertain'],
    // Wider than the bounds on both sides, and in their middle.
    [5, 3, between(4, 6), 'uncertain'],
    [2, 1, between(4, 6), 'failed'],
    [8, 1, between(4, 6), 'failed'],
    [5, 1, strictly(4, 6), 'uncertain'],
  ])('%d ± %d of %j is %s', (observed, error, bounds, outcome) =>
    expect(judgeBounds(observed, bounds, error)).toBe(outcome),
  )

  test('passes or fails for certain only where every number within the error would', () => {
    const small = fc.integer({ min: -5, max: 5 })
    fc.assert(
      fc.property(small, fc.integer({ min: 1, max: 3 }), small, fc.nat(4), (observed, error, min, width) => {
        const bounds = between(min, min + width)
        const outcome = judgeBounds(observed, bounds, error)
        const each = Array.from({ length: 2 * error + 1 }, (_, at) => judgeBounds(observed - error + at, bounds))
        if (outcome === 'passed') expect(new Set(each)).toEqual(new Set(['passed']))
        else if (outcome === 'uncertain') expect(each).toContain('passed')
        else expect(each[error]).toBe('failed')
      }),
    )
  })
})

describe('bounds that nothing can lie in', () => {
  test.each<[Bounds, RegExp | undefined]>([
    [{}, /neither min_value nor max_value/],
    [{ min_value: 1 }, undefined],
    [{ max_value: 1 }, undefined],
    [between(1, 2), undefined],
    [between(1, 1), undefined],
    [between(2, 1), /min_value 2 is above max_value 1/],
    [{ ...between(1, 1), strict_min: true }, /nothing lies strictly between 1 and 1/],
    [{ ...between(1, 1), strict_max: true }, /nothing lies strictly between 1 and 1/],
    [strictly(1, 2), undefined],
    [{ min_value: 'a', max_value: 2 }, /min_value is a string and max_value a number/],
    [{ min_value: '2026-02-01', max_value: '2026-01-01' }, /is above/],
    [{ min_value: 'a', max_value: 'b' }, undefined],
  ])('%j', (bounds, why) => {
    if (why === undefined) expect(boundsMisfit(bounds)).toBeUndefined()
    else expect(boundsMisfit(bounds)).toMatch(why)
  })
})

describe('rows at the share that must be right', () => {
  test.each<[number, number, number, string]>([
    [1, 10, 0, 'passed'],
    [1, 10, 1, 'failed'],
    [1, 10_000_000_000, 1, 'failed'],
    [0.9, 10, 1, 'passed'],
    [0.9, 10, 2, 'failed'],
    [0.9, 19, 1, 'passed'],
    [0.9, 19, 2, 'failed'],
    // 0.7 × 10 and 1 − 0.3 are not what they look like in binary.
    [0.7, 10, 3, 'passed'],
    [0.1, 3, 3, 'failed'],
    [0, 3, 3, 'passed'],
    [0.9, 0, 0, 'passed'],
    [1, 0, 0, 'passed'],
  ])('%d of %d rows with %d failing: %s', (mostly, checked, failed, outcome) =>
    expect(judgeRows(mostly, checked, failed, []).outcome).toBe(outcome),
  )

  test.each<[number, number, number, string]>([
    [1, 4, 0, 'All of 4 rows do.'],
    [1, 4, 1, '1 row of 4 rows (25%) does not.'],
    [0.9, 4, 2, '2 rows of 4 rows (50%) do not; 10% may.'],
  ])('%d of %d rows with %d failing are told: %s', (mostly, checked, failed, found) =>
    expect(judgeRows(mostly, checked, failed, []).found).toBe(found),
  )

  test('pass exactly when the failing ones are no more than the rest of the share', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.nat(200), fc.nat(200), (hundredths, right, failed) => {
        const checked = right + failed
        const { outcome } = judgeRows(hundredths / 100, checked, failed, [])
        expect(outcome).toBe(100 * right >= hundredths * checked ? 'passed' : 'failed')
      }),
    )
  })
})

describe('the bounds that a suite may write', () => {
  const takes = (shape: z.ZodRawShape, bounds: object) => z.strictObject(shape).safeParse(bounds).success
  test('are strict only when it says so', () => {
    const bounds = { min_value: 1, max_value: 'b' }
    expect(z.object(boundsShape).parse(bounds)).toEqual({ ...bounds, strict_min: false, strict_max: false })
    expect(z.object(numberBoundsShape).parse({})).toEqual({ strict_min: false, strict_max: false })
  })

  test.each<[string, z.ZodRawShape, object, boolean]>([
    ['a text', boundsShape, { min_value: 'ab', strict_max: true }, true],
    ['no text', boundsShape, { max_value: '' }, false],
    ['a text for a number', numberBoundsShape, { min_value: 'ab' }, false],
    ['a number', numberBoundsShape, { min_value: -0.5, strict_min: true }, true],
    ['a count', countBoundsShape, { min_value: 0, max_value: 7 }, true],
    ['a count below nothing', countBoundsShape, { min_value: -1 }, false],
    ['half a count', countBoundsShape, { max_value: 0.5 }, false],
    ['a count that is strict', countBoundsShape, { strict_min: true }, false],
  ])('%s', (_, shape, bounds, taken) => expect(takes(shape, bounds)).toBe(taken))
})
