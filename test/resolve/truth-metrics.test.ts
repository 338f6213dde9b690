import fc from 'fast-check'
import { expect, test } from 'vitest'
import { truthMetrics } from '../../src/resolve/index.ts'

const ROWS = 9
/** Each row's least companion: clusters as `clusterPairs` gives them. */
const named = (groups: readonly number[]): Int32Array => Int32Array.from(groups, (group) => groups.indexOf(group))

test('precision and recall are what counting every pair of known rows gives', () => {
  const groups = fc.array(fc.nat(4), { minLength: ROWS, maxLength: ROWS })
  const truths = fc.array(fc.integer({ min: -1, max: 4 }), { minLength: ROWS, maxLength: ROWS })
  fc.assert(
    fc.property(groups, truths, (found, truth) => {
      let [both, linked, wanted] = [0, 0, 0]
      for (let a = 0; a < ROWS; a++)
        for (let b = a + 1; b < ROWS; b++) {
          if ((truth[a] as number) < 0 || (truth[b] as number) < 0) continue
          const [isLinked, isOne] = [found[a] === found[b], truth[a] === truth[b]]
          if (isLinked) linked++
          if (isOne) wanted++
          if (isLinked && isOne) both++
        }
      const { pairwise } = truthMetrics(named(found), Int32Array.from(truth))
      expect(pairwise.precision).toBeCloseTo(linked === 0 ? 1 : both / linked, 12)
      expect(pairwise.recall).toBeCloseTo(wanted === 0 ? 1 : both / wanted, 12)
    }),
  )
})

test('a cluster is right as a whole only when it is exactly an entity', () => {
  const { clusterwise } = truthMetrics(Int32Array.from([0, 0, 2, 2, 4]), Int32Array.from([7, 7, 8, 8, 8]))
  expect(clusterwise).toEqual({ precision: 0.5, recall: 0.5, f1: 0.5 })
})
