import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { types } from '../../src/types/index.ts'
import { hotpass } from './fake-io.ts'

const folder = mkdtempSync(join(tmpdir(), 'hotpass-domain-'))
const MEMBERS = `id: members
country: GB
lawful_basis: contract
entities:
  member:
    dataset: members
    id_prefix: mem
    attributes:
      called: { type: person_name, required: true }
      mail: { type: email }
sources:
  - id: roll
    title: Roll
    trust: 1
    files: ['roll*.csv']
    tables: [{ id: roll, files: ['roll*.csv'], describes: [{ entity: member, key: No, attributes: { called: Name, mail: Mail } }] }]
`
const domainOf = (name: string, yaml: string): string => {
  mkdirSync(join(folder, name), { recursive: true })
  writeFileSync(join(folder, name, 'domain.yaml'), yaml)
  return join(folder, name)
}

describe('hotpass domain check', () => {
  test('finds no fault in what is shipped', async () => {
    const { exit, out } = await hotpass(['domain', 'check'])
    const shipped = ['aviation', 'facilities', 'people', 'products']
    expect({ exit, out }).toEqual({ exit: 0, out: shipped.map((id) => `domains/${id}: no faults.\n`).join('') })
  })

  test('tells every fault at once, with its line, and ends with 2', async () => {
    const faulty = domainOf(
      'faulty',
      MEMBERS.replace('type: email', 'type: emial').replace('entity: member', 'entity: membr'),
    )
    const { exit, out } = await hotpass(['domain', 'check', faulty])
    expect(exit).toBe(2)
    expect(out).toMatch(/domain\.yaml:10:.*Did you mean "email"/)
    expect(out).toMatch(/domain\.yaml:16:.*"membr"/)
    const told = (await hotpass(['domain', 'check', faulty, '--json'])).json() as {
      ok: boolean
      domains: { faults: { line: number }[] }[]
    }
    expect(told.ok).toBe(false)
    expect(told.domains[0]?.faults.map(({ line }) => line)).toEqual([10, 16])
  })

  test('says which domains there are when it is given none of them', async () => {
    const { exit, err } = await hotpass(['domain', 'check', 'aviaton'])
    expect({ exit, err }).toMatchObject({ exit: 2, err: expect.stringContaining('aviation') })
  })
})

describe('hotpass domain explain', () => {
  const members = domainOf('members', MEMBERS)

  test('names the columns of the sources, the type, and what is kept', async () => {
    const { exit, out } = await hotpass(['domain', 'explain', 'members.mail', '--domain', members])
    expect(exit).toBe(0)
    expect(out).toContain('Of type email')
    expect(out).toMatch(/roll +1 +roll +member\.mail +column "Mail"/)
    expect((await hotpass(['domain', 'explain', 'members.mail', '--domain', members, '--json'])).json()).toMatchObject({
      dataset: 'members',
      semanticType: 'email',
      places: [{ source: 'roll', reads: 'column "Mail"' }],
    })
  })

  test('says of a derived column what it follows from', async () => {
    const { out } = await hotpass(['domain', 'explain', 'organizations.contact_primary_email'])
    expect(out).toContain('Follows from other attributes: primary')
    expect(out).toContain('column "Contact Email Address"')
  })

  test.each([
    ['members.maill', 'Did you mean "mail"?'],
    ['member.mail', 'Did you mean "members"?'],
    ['mail', 'give <dataset>.<column>, such as members.called'],
  ])('%s is refused with the nearest', async (asked, words) => {
    const { exit, err } = await hotpass(['domain', 'explain', asked, '--domain', members])
    expect({ exit, err }).toMatchObject({ exit: 2, err: expect.stringContaining(words) })
  })
})

test('hotpass domain diagram draws sources, entities and datasets', async () => {
  const { out } = await hotpass(['domain', 'diagram', domainOf('members', MEMBERS)])
  expect(out).toMatch(/^flowchart LR\n/)
  for (const node of ['source_roll', 'table_roll', 'entity_member', 'dataset_members']) expect(out).toContain(node)
})

describe('the schema of domain.yaml', () => {
  const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../../schemas/domain.schema.json'), 'utf8'))
  const validate = new Ajv2020({ strict: false, allErrors: false }).compile(schema)
  const shipped = readFileSync(join(import.meta.dirname, '../../domains/aviation/domain.yaml'), 'utf8')

  test('takes the shipped domain, which names it, and a small one', () => {
    expect(validate(parse(shipped)), JSON.stringify(validate.errors)).toBe(true)
    expect(validate(parse(MEMBERS))).toBe(true)
    expect(shipped.split('\n')[0]).toBe('# yaml-language-server: $schema=../../schemas/domain.schema.json')
  })

  test('knows every type', () => {
    for (const id of types.keys()) expect(JSON.stringify(schema)).toContain(`{"const":"${id}"}`)
  })

  test.each([
    ['a type that there is not', MEMBERS.replace('type: email', 'type: emial')],
    ['a word that its type does not know', MEMBERS.replace('type: email', 'type: email, vocabulary: x')],
    ['a way to keep that its type cannot', MEMBERS.replace('type: email', 'type: email, keep: max')],
    ['a word that nobody knows', MEMBERS.replace('country: GB', 'country: GB\ncuontry: GB')],
    ['a derived attribute of no kind', MEMBERS.replace('{ type: email }', '{ firsst: called }')],
  ])('refuses %s', (_, yaml) => expect(validate(parse(yaml))).toBe(false))
})
