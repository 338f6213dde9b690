import { expect, test } from 'vitest'
import { compareClusters } from '../../src/resolve/clusters/compare-clusters.ts'

const compared = (before: readonly number[], after: readonly number[]) =>
  compareClusters(Int32Array.from(before), Int32Array.from(after))

test('a cluster is the same when it has the same records, whatever it is called', () => {
  expect(compared([0, 0, 2, 3], [1, 1, 2, 3])).toEqual({ before: 3, after: 3, gained: 0, lost: 0 })
})

test('two that became one are lost, and one is gained; a split is the reverse', () => {
  expect(compared([0, 1, 2], [0, 0, 2])).toEqual({ before: 3, after: 2, gained: 1, lost: 2 })
  expect(compared([0, 0, 2], [0, 1, 2])).toEqual({ before: 2, after: 3, gained: 2, lost: 1 })
})

test('a record that moved changes both clusters', () => {
  expect(compared([0, 0, 2, 2], [0, 2, 2, 2])).toEqual({ before: 2, after: 2, gained: 2, lost: 2 })
})
