import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CandidateRow } from '../../src/consolidate/index.ts'
import { entityId } from '../../src/resolve/index.ts'
import { contactIds } from '../../src/stages/consolidate/contact-ids.ts'

const person = (...rows: [key: string, base: string | null][]) =>
  rows.map(([record_key, base_contact_id]) => ({ record_key, base_contact_id }) as CandidateRow)

describe('the ids of an organization’s people', () => {
  test('stay with most of their rows; a lesser record that joins takes nothing over', () => {
    const ids = contactIds(new Set(['per_x', 'per_y']))
    expect(ids([person(['a', null], ['m', 'per_x'], ['z', 'per_x'])])).toEqual(['per_x'])
    expect(ids([person(['m', 'per_x']), person(['n', 'per_x'], ['o', 'per_x'])])).toEqual([
      entityId('per', 'm'),
      'per_x',
    ])
    expect(ids([person(['a', 'per_x'], ['b', 'per_y'])])).toEqual(['per_x'])
  })

  test('of a new person are none that was there before', () => {
    const taken = entityId('per', 'a')
    expect(contactIds(new Set([taken]))([person(['a', null])])).toEqual([entityId('per', 'a#2')])
  })

  test('are all different, do not depend on the order of people or rows, and given again change nothing', () => {
    const groups = fc
      .array(fc.tuple(fc.nat(3), fc.constantFrom(null, 'per_x', 'per_y', 'per_z')), { minLength: 1, maxLength: 9 })
      .map((list) => {
        const people = [0, 1, 2, 3].map((of) =>
          list.flatMap(([group, base], at) => (group === of ? [[`k${at}`, base] as [string, string | null]] : [])),
        )
        return people.filter((rows) => rows.length > 0)
      })
    fc.assert(
      fc.property(groups, (people) => {
        const ids = contactIds(new Set(['per_x', 'per_y', 'per_z']))
        const given = ids(people.map((rows) => person(...rows)))
        expect(new Set(given).size).toBe(people.length)
        expect(ids(people.map((rows) => person(...[...rows].reverse())).reverse())).toEqual([...given].reverse())
        const again = people.map((rows, at) => rows.map(([key]) => [key, given[at] as string] as [string, string]))
        expect(contactIds(new Set(given))(again.map((rows) => person(...rows)))).toEqual(given)
      }),
    )
  })
})
