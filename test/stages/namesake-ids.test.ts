import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadDomain } from '../../src/ledger/load-domain.ts'
import { openContacts } from '../../src/stewardship/erasure/contact-rows.ts'
import { eraseRows } from '../../src/stewardship/erasure/erase-rows.ts'
import { findPerson, personKey } from '../../src/stewardship/erasure/find-person.ts'
import { tableShape } from '../../src/stewardship/erasure/published-people.ts'
import { Suppression, suppressionOf } from '../../src/stewardship/erasure/suppression.ts'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import type { TableColumn } from '../../src/versions/table-column.ts'
import { openWorkshop, type Workshop } from '../versions/fixture.ts'

const ID = 'per_abcdefghij234567abcd'
const NAMES = ['contact_id', 'entity_id', 'organization_name', 'person_name', 'emails', 'phones'] as const
const columns = NAMES.map((name): TableColumn => ({ name, type: 'string', doc: '', required: false }))
const contact = (id: string, name: string, email: string) =>
  `SELECT '${id}' AS contact_id, 'org_a' AS entity_id, 'Umber Air' AS organization_name, '${name}' AS person_name, '${email}' AS emails, NULL::VARCHAR AS phones`

let shop: Workshop
let store: DirectoryStore
beforeAll(async () => {
  shop = await openWorkshop()
  store = new DirectoryStore(join(shop.folder, 'store'))
  const people = {
    first: ['Thandi Dube', 'thandi@umber.example'],
    second: ['Pieter Botha', 'pieter@umber.example'],
  } as const
  for (const [pipeline, [name, email]] of Object.entries(people))
    await shop.commitQuery(store, pipeline, contact(ID, name, email), { columns, dataset: `${pipeline}/contacts` })
})
afterAll(() => shop.close())

test('an id that two pipelines gave to different people asks whose is meant, and spares the other', async () => {
  const { domain } = await loadDomain({ pipeline: 'refinement', set: [] })
  const domains = ['first', 'second'].map((pipeline) => ({ pipeline, domain }))
  const key = personKey(ID, [domain])
  const scratch = join(shop.folder, 'scratch')
  const contacts = (pipeline?: string) => openContacts(store, shop.engine, scratch, domains, pipeline)
  await expect(findPerson(await contacts(), key)).rejects.toThrow(/several pipelines.*--pipeline/)
  const facts = await findPerson(await contacts('first'), key)
  expect(facts).toMatchObject({ ids: [ID], emails: ['thandi@umber.example'], names: ['Thandi Dube'] })
  const suppression = new Suppression(suppressionOf(facts, 'ZA', '2026-01-05T06:00:00.000Z'))
  const left = async (name: string, email: string) => {
    const path = join(shop.folder, `${name}.parquet`)
    await shop.engine.writeParquet(contact(ID, name, email), path)
    return eraseRows(shop.engine, path, columns, [suppression], tableShape(domain, 'contacts'))
  }
  expect(await left('Thandi Dube', 'other@umber.example')).toMatchObject({ rows: 1 })
  expect(await left('Pieter Botha', 'pieter@umber.example')).toBeUndefined()
})
