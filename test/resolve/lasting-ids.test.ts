import { expect, test } from 'vitest'
import { lastingIds } from '../../src/resolve/lasting-ids.ts'

const NEW = { baseEntities: [], retired: [] }
const first = (keys: string[], clusterOf: number[]) =>
  lastingIds({ prefix: 'ent', keys, clusterOf, baseEntityOf: keys.map(() => null), ...NEW })

test('the same rows have the same ids in whatever order they come', () => {
  const one = first(['b', 'a', 'c'], [0, 0, 2])
  const other = first(['c', 'b', 'a'], [0, 1, 1])
  expect(one.ids).toEqual([other.ids[1], other.ids[2], other.ids[0]])
  expect(one.ids[0]).toBe(one.ids[1])
  expect(one.retired).toEqual([])
})

test('an entity keeps its id, one that lost all its rows dies, and nobody gets an id that ended', () => {
  const { ids } = first(['a', 'b'], [0, 1])
  const [ofA = '', ofB = ''] = ids
  const second = lastingIds({
    prefix: 'ent',
    keys: ['b', 'x'],
    clusterOf: [0, 0],
    baseEntityOf: [ofB, null],
    baseEntities: ids,
    retired: [],
  })
  expect(second.ids).toEqual([ofB, ofB])
  expect(second.changes).toEqual([{ change: 'died', entityId: ofA, related: null }])
  expect(second.retired).toEqual([ofA])
  // The row that the dead one was made of comes back: it is somebody new.
  const third = lastingIds({
    prefix: 'ent',
    keys: ['a', 'b'],
    clusterOf: [0, 1],
    baseEntityOf: [null, ofB],
    baseEntities: [ofB],
    retired: second.retired,
  })
  expect(third.ids[1]).toBe(ofB)
  expect([ofA, ofB]).not.toContain(third.ids[0])
  expect(third.changes.map(({ change }) => change)).toEqual(['born'])
  expect(third.retired).toEqual([ofA])
})
