import { expect, test } from 'vitest'
import { draftOneThing } from '../../src/drafting/draft-one-thing.ts'
import type { OneThing, SampledTable } from '../../src/drafting/index.ts'
import { csv, sampled } from './sampled.ts'

async function one(files: Readonly<Record<string, readonly (readonly string[])[]>>): Promise<OneThing> {
  const all = await Promise.all(Object.entries(files).map(([name, rows]) => sampled(name, csv(rows))))
  return draftOneThing(all.flatMap(({ tables }) => tables) as [SampledTable, ...SampledTable[]], {})
}
const typesOf = ({ tables }: OneThing, at = 0): Record<string, string> =>
  Object.fromEntries((tables[at]?.drafted.describes[0]?.attributes ?? []).map(({ name, type }) => [name, type.id]))

const PEOPLE = ['Ana Botha', 'Piet Nel', 'Sam Roux', 'Thandi Dlamini', 'Jan Smit', 'Zola Mbeki']

test('a person beside an organization is told of it: a row is one thing', async () => {
  const firms = ['Acme Ltd', 'Bolt Ltd', 'Cato Ltd', 'Dune Ltd', 'Eland Ltd', 'Fynbos Ltd']
  const thing = await one({
    'firms.csv': [
      ['company', 'contact name', 'e-mail'],
      ...firms.map((firm, at) => [firm, PEOPLE[at] ?? '', `m${at}@f${at}.example`]),
    ],
  })
  expect(thing.domain.entities.map(({ id }) => id)).toEqual(['organization'])
  expect(typesOf(thing)).toEqual({ name: 'organization_name', contact_name: 'person_name', emails: 'email' })
})

test('numbers that come again with most of their row are those of one thing, and others are what things are of', async () => {
  const rows = PEOPLE.flatMap((name, at) => [
    [name, `70${at}411${at}`, 'S1001', 'Durban', '1980-01-02'],
    [name, `70${at}411${at}`, 'S1002', 'Durban', '1980-01-02'],
  ])
  const mixed = rows.map((row, at) => row.with(2, `S10${(at * 5) % 6}7`))
  const thing = await one({ 'people.csv': [['name', 'member no', 'branch no', 'town', 'dob'], ...mixed] })
  expect(typesOf(thing)).toMatchObject({ member_no: 'identifier', branch_no: 'text' })
})

test('what numbers the rows of the one file is no evidence, a mailbox is no number, and no row is turned away', async () => {
  const thing = await one({
    'list.csv': [['id', 'name', 'e-mail'], ...PEOPLE.map((name, at) => [`A-${at}1`, name, `p${at}@x.example`])],
  })
  expect(thing.tables[0]?.idColumn).toBe('id')
  expect(typesOf(thing)).toMatchObject({ id: 'text' })
  expect(thing.domain.entities[0]?.attributes.some(({ required }) => required)).toBe(false)
  const mail = await one({ 'mail.csv': [['name', 'e-mail'], ...PEOPLE.map((name, at) => [name, `p${at}@x.example`])] })
  expect(mail.tables[0]?.idColumn).toBeNull()
  expect(typesOf(mail)).toMatchObject({ emails: 'email' })
})

test('what linkage calls its own is no name of a column', async () => {
  const thing = await one({ 'x.csv': [['name', 'link type'], ...PEOPLE.map((name, at) => [name, `kind ${at % 2}`])] })
  expect(Object.keys(typesOf(thing))).toEqual(['name', 'source_link_type'])
})

test('files that are called alike but for their day are two all the same', async () => {
  const rows = [['name', 'e-mail'], ...PEOPLE.map((name, at) => [name, `p${at}@x.example`])]
  const thing = await one({ 'list-2024-01.csv': rows, 'list-2024-02.csv': rows })
  expect(thing.tables).toHaveLength(2)
  expect(typesOf(thing, 1)).toEqual(typesOf(thing, 0))
})

test('phones that no country says how to read are told apart as they are spelt', async () => {
  const phones = ['0821110001', '0831110002', '0841110003', '0601110004', '0721110005', '0711110006']
  const rows = (sign: string) => [
    ['name', 'phone'],
    ...PEOPLE.map((name, at) => [name, `${sign}${phones[at]?.slice(1)}`]),
  ]
  const untold = await one({ 'people.csv': rows('0') })
  expect(typesOf(untold)).toEqual({ name: 'person_name', phone: 'identifier' })
  expect(untold.domain.entities[0]?.attributes.find(({ name }) => name === 'phone')?.pii).toBe('personal')
  expect(typesOf(await one({ 'people.csv': rows('+27') }))).toEqual({ name: 'person_name', phones: 'phone' })
})
