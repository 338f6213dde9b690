import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { dataOf, query, readDocument, refine } from '../support/run-store.ts'

const folder = temporaryFolder('determinism')

/** Mulberry32: the same seed gives the same order. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const out = [...items]
  let state = seed
  for (let at = out.length - 1; at > 0; at--) {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    const other = ((t ^ (t >>> 14)) >>> 0) % (at + 1)
    ;[out[at], out[other]] = [out[other] as T, out[at] as T]
  }
  return out
}

const COUNT = 60
const companies = (seed: number) => {
  const { Organisation = [], 'Contact Info': people = [] } = reachoutSheets(COUNT)
  // The same organisations once more in another source, by their sites and other spellings.
  const cat = Organisation.slice(1).map((row, n) => [
    `C${n}`,
    `${row[1]} (Pty) Ltd`,
    'Flight School',
    n % 3 === 0 ? 'Active' : 'Dormant',
    row[7] ?? null,
  ])
  const contacts = people
    .slice(1)
    .map((row, n) => [`C${n}`, `${row[1]}`, 'Thandi', 'Example', `011555${1000 + n}`, row[8] ?? null])
  const order = <T>(header: T, rows: readonly T[]) => [header, ...(seed === 0 ? rows : shuffled(rows, seed))]
  return {
    reachout: {
      Organisation: order(Organisation[0] ?? [], Organisation.slice(1)),
      'Contact Info': order(people[0] ?? [], people.slice(1)),
    },
    contact: {
      Company_Cat: order(['C_ID', 'Company', 'Category', 'Status', 'Website'], cat),
      Company_Contacts: order(['C_ID', 'Company', 'FirstName', 'Surname', 'Landline', 'Email'], contacts),
      Company_Addresses: order(
        ['C_ID', 'Company', 'Type', 'Airport', 'Unnamed: 4'],
        cat.slice(0, 20).map((row) => [row[0] ?? null, row[1] ?? null, 'Physical', 'Hangar Row', 'Gauteng']),
      ),
    },
  }
}

async function published(seed: number) {
  const landing = join(folder, `landing-${seed}`)
  const store = join(folder, `store-${seed}`)
  mkdirSync(landing)
  const { reachout, contact } = companies(seed)
  writeSheets(join(landing, 'Reachout Database.xlsx'), reachout)
  writeSheets(join(landing, 'Contact Database.xlsx'), contact)
  const result = await refine(store, landing, { asOf: '2026-01-31' })
  // Where a row stands is the one thing of provenance that its order may change.
  const rows = (dataset: string, id: string) =>
    query(
      folder,
      `SELECT * REPLACE (regexp_replace(field_provenance, '"row_number":[0-9]+', '"row_number":0', 'g') AS field_provenance)
       FROM ${dataOf(store, dataset)} ORDER BY ${id}`,
    )
  return {
    result,
    store,
    organizations: await rows('organizations', 'entity_id'),
    contacts: await rows('contacts', 'contact_id'),
  }
}

describe('the order of rows', () => {
  test('decides no golden value, no person and no id', async () => {
    const straight = await published(0)
    // An organization and a person of it, each said by both sources; an address belongs to one of them.
    expect(straight.result.rows).toEqual({
      read: 4 * COUNT + 20,
      blank: 0,
      quarantined: 0,
      attached: 20,
      merged: 2 * COUNT,
      published: 2 * COUNT,
    })
    expect(straight.organizations).toHaveLength(COUNT)
    expect(straight.contacts).toHaveLength(COUNT)
    for (const seed of [11, 12]) {
      const other = await published(seed)
      expect(other.result.rows).toEqual(straight.result.rows)
      expect(other.organizations).toEqual(straight.organizations)
      expect(other.contacts).toEqual(straight.contacts)
    }
  })

  test('the same landing in two stores gives the same content hashes', async () => {
    const stores = [join(folder, 'twin-a'), join(folder, 'twin-b')]
    const hashes = []
    for (const store of stores) {
      await refine(store, join(folder, 'landing-0'), { asOf: '2026-01-31' })
      const { datasets } = readDocument<{ datasets: Record<string, { contentHash: string }> }>(
        store,
        'releases/refinement/1.json',
      )
      hashes.push(Object.values(datasets).map(({ contentHash }) => contentHash))
    }
    expect(hashes[0]).toEqual(hashes[1])
    expect(hashes[0]).toHaveLength(4)
  })
})
