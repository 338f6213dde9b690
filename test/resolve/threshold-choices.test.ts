import { expect, test } from 'vitest'
import { MANY_ROWS, proposedThreshold, thresholdChoices } from '../../src/resolve/clusters/threshold-choices.ts'
import { bitsOf } from '../../src/resolve/scoring/pair-weights.ts'

const input = (rows: number, pairs: [number, number, number][]) => ({
  rows,
  pairs: {
    a: Int32Array.from(pairs, ([a]) => a),
    b: Int32Array.from(pairs, ([, b]) => b),
    weight: Float64Array.from(pairs, ([, , probability]) => bitsOf(probability)),
  },
  threshold: 0,
})

test('each threshold tells its links, how many of them should be right, and the entities', () => {
  const choices = thresholdChoices(
    input(4, [
      [0, 1, 0.999],
      [1, 2, 0.6],
    ]),
    [0.5, 0.9],
  )
  expect(choices).toEqual([
    { threshold: 0.5, links: 2, expectedPrecision: expect.closeTo(0.7995, 6), entities: 2, largest: 3 },
    { threshold: 0.9, links: 1, expectedPrecision: expect.closeTo(0.999, 6), entities: 3, largest: 2 },
  ])
  expect(proposedThreshold(choices)?.threshold).toBe(0.9)
})

test('no threshold is proposed that leaves an entity of too many rows', () => {
  const chain = Array.from({ length: MANY_ROWS }, (_, at): [number, number, number] => [at, at + 1, 0.9999])
  expect(proposedThreshold(thresholdChoices(input(MANY_ROWS + 1, chain), [0.5, 0.99]))).toBeUndefined()
})

test('where nothing is linked nothing is expected of the links', () => {
  expect(thresholdChoices(input(2, []), [0.9])).toEqual([
    { threshold: 0.9, links: 0, expectedPrecision: null, entities: 2, largest: 1 },
  ])
})
