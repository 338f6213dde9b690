import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  organisationRow,
  PEOPLE_HEADER,
  personRow,
  REACHOUT_HEADER,
  temporaryFolder,
  writeSheets,
} from '../support/landing.ts'
import { query, refine } from '../support/run-store.ts'

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
