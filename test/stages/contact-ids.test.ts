import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CandidateRow } from '../../src/consolidate/index.ts'
import { entityId } from '../../src/resolve/index.ts'
import { contactIds } from '../../src/stages/contact-ids.ts'
import {
  organisationRow,
  PEOPLE_HEADER,
  personRow,
  REACHOUT_HEADER,
  temporaryFolder,
  writeSheets,
} from '../support/landing.ts'
import { query, refine } from '../support/run-store.ts'

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

test('a person keeps their id when a row with a lesser key joins them, and where nothing changed', async () => {
  const folder = temporaryFolder('contact-ids')
  const [store, landing] = [join(folder, 'store'), join(folder, 'landing')]
  mkdirSync(landing)
  const land = async (people: (string | number | null)[][], asOf: string) => {
    writeSheets(join(landing, 'Reachout Database.xlsx'), {
      Organisation: [[...REACHOUT_HEADER], organisationRow(4), organisationRow(5)],
      'Contact Info': [[...PEOPLE_HEADER], ...people],
    })
    const { status, versions, error } = await refine(store, landing, { asOf })
    expect(error?.message).toBeUndefined()
    expect(status).toBe('published')
    const rows = await query<{ id: string; name: string }>(
      folder,
      `SELECT contact_id AS id, person_name AS name, source_record_ids AS records FROM read_parquet('${store}/datasets/refinement/contacts/data/*.parquet', filename = true)
       WHERE filename IN (SELECT max_by(filename, m) FROM (SELECT filename, max(last_modified) AS m FROM read_blob('${store}/datasets/refinement/contacts/data/*.parquet') GROUP BY 1)) ORDER BY name`,
    )
    return { version: versions.contacts, of: Object.fromEntries(rows.map(({ id, name }) => [name, id])) }
  }
  const ann = [5, personRow(4)[1] ?? null, null, 'Ann', 'Zulu', null, null, null, 'zz@org.example', null]
  const ben = [6, personRow(5)[1] ?? null, null, 'Ben', 'Yssel', null, null, null, 'ben@org.example', null]
  const first = await land([ann, ben], '2026-01-01')
  // The same name and organization, with a key that sorts before the one the id was made of.
  const more = [5, personRow(4)[1] ?? null, null, 'Ann', 'Zulu', null, null, null, 'aa@org.example', null]
  const second = await land([more, ann, ben], '2026-01-02')
  expect(second.version).toBe(2)
  expect(second.of).toEqual(first.of)
})
