import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { mappedSheet, rowOutcomes } from '../../src/ledger/source-row.ts'
import { defaultSourceLimits, openSource } from '../../src/sources/index.ts'
import { temporaryFolder } from '../support/landing.ts'
import { pinnedDomain } from '../support/pinned-domain.ts'

const DOMAIN = `
id: shops
title: Shops
country: GB
owner: data@shops.example
lawful_basis: legitimate_interest
entities:
  shop:
    dataset: shops
    id_prefix: shp
    attributes:
      name: { type: organization_name, required: true }
      town: { type: text }
  person:
    dataset: people
    id_prefix: per
    attributes:
      person: { type: person_name }
      emails: { type: email, keep: distinct }
sources:
  - id: list
    trust: 1
    files: ["*.csv"]
    tables:
      - sheet: Shops
        files: ["shops*.csv"]
        describes:
          - entity: shop
            key: No
            attributes: { name: Name, town: Town }
      - sheet: Staff
        files: ["staff*.csv"]
        describes:
          - entity: person
            key: [Code]
            belongs_to: { shop: { key: Shop, or_named: Shop name } }
            invalid: Invalid
            attributes: { person: Person, emails: Mail }
      - sheet: Mails
        files: ["mails*.csv"]
        describes:
          - entity: person
            key: Mail
            attributes: { emails: Mail }
`
const folder = temporaryFolder('padding')
const domain = pinnedDomain(DOMAIN)

async function outcomes(file: string, text: string): Promise<string[]> {
  const path = join(folder, file)
  writeFileSync(path, text)
  const source = await openSource(path, defaultSourceLimits)
  const table = domain.matchSheet('list', file, source.sheets[0] ?? '', 'csv')
  if (table === undefined) throw new Error('no table')
  const mapped = await mappedSheet(source, source.sheets[0] ?? '', table)
  const found: string[] = []
  for await (const batch of mapped.source.batches())
    for (const one of rowOutcomes(mapped, batch))
      found.push(one.outcome === 'blank' && one.padding ? 'padding' : one.outcome)
  return found
}

describe('a row that says nothing but its key is padding', () => {
  test.each([
    ['a key', '5,,,', 'padding'],
    ['a key and a zero beside the table', '5,,,0', 'padding'],
    ['a key and a lookup that found nothing', '5,,,#N/A', 'padding'],
    ['a key and a flag that is not set', '5,,,FALSE', 'padding'],
    ['a zero alone', ',,,0', 'padding'],
    ['nothing', ',,,', 'blank'],
    ['a name', ',Alpha,,', 'row'],
    ['a key and a town, which may be a mistake', '5,,Leeds,', 'row'],
    ['a key and a remark', '5,,,ask for it', 'row'],
    ['a key and a figure', '5,,,17', 'row'],
    ['a town called No', '5,,No,', 'row'],
  ])('%s', async (_, line, outcome) => {
    expect(await outcomes('shops.csv', `No,Name,Town,Score\n1,Beta,York,3\n${line}\n`)).toEqual(['row', outcome])
  })

  test.each([
    ['a key', '7,,,,,', 'padding'],
    ['a key and a flag that is not set', '7,,,,,0', 'padding'],
    ['a key and a shop', '7,3,,,,', 'row'],
    ['a key and the name of a shop', '7,,Beta,,,', 'row'],
    ['a flag that is set', '7,,,,,1', 'row'],
    ['a mail', ',,,,a@x.example,', 'row'],
  ])('where rows belong to others: %s', async (_, line, outcome) => {
    const labels = 'Code,Shop,Shop name,Person,Mail,Invalid'
    expect(await outcomes('staff.csv', `${labels}\n1,1,Beta,Ann Lee,b@x.example,0\n${line}\n`)).toEqual([
      'row',
      outcome,
    ])
  })

  test('a key that says something itself is content', async () => {
    expect(await outcomes('mails.csv', 'Mail\na@x.example\n\n')).toEqual(['row', 'blank'])
  })
})
