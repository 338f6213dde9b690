import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { importContract } from '../../src/contracts/import-contract.ts'
import { type Contract, describeContract, jsonSchema } from '../../src/contracts/index.ts'
import { odcsDocument, odcsYaml } from '../../src/contracts/odcs.ts'
import { readContract } from '../../src/contracts/read-contract.ts'
import { contracts } from '../support/aviation.ts'

const read = (text: string, name: string): Contract => readContract(text, `${name}.yaml`).contract

describe.each([...contracts.values()].map((contract) => [contract.id, contract] as const))('%s', (id, contract) => {
  test('comes back from ODCS as the contract it was, but for the rules that are functions', async () => {
    const { rules: _, ...expected } = describeContract(contract)
    const { rules: __, ...found } = describeContract(read(odcsYaml(contract), `odcs-${id}`))
    expect(found).toEqual(expected)
  })

  test('comes back from its JSON Schema with the same fields', async () => {
    const found = read(JSON.stringify(jsonSchema(contract)), `schema-${id}`)
    expect(describeContract(found).fields).toEqual(describeContract(contract).fields)
    expect(found.fields.map(({ label, example }) => [label, example])).toEqual(
      contract.fields.map(({ label, example }) => [label, example]),
    )
  })

  test('is ODCS that YAML 1.1 and 1.2 readers understand alike', () => {
    const document = JSON.parse(JSON.stringify(odcsDocument(contract)))
    for (const version of ['1.1', '1.2'] as const) expect(parse(odcsYaml(contract), { version })).toEqual(document)
  })
})

describe('a foreign file', () => {
  test.each([
    ['neither YAML nor JSON', 'a: [', /neither YAML nor JSON/],
    ['something else', 'a: 1', /neither an Open Data Contract Standard document .* nor a JSON Schema/],
    ['an empty file', '', /neither an Open Data Contract/],
    ['ODCS without a schema', 'kind: DataContract', /no schema/],
    ['ODCS without columns', 'kind: DataContract\nschema: [{ name: a }]', /no columns/],
    ['a JSON Schema without columns', '{"properties":{}}', /no columns/],
  ])('that is %s is refused', (_, text, message) => {
    expect(() => importContract(text, 'f.yaml')).toThrow(message)
  })

  test('says nothing but text: whatever it holds, names become names and texts come back from ODCS as they were', () => {
    const evil = ['"}); process.exit(9); //\n*/ `$', '{1}` </script>'].join('')
    const text = JSON.stringify({
      title: evil,
      description: evil,
      properties: {
        [evil]: { type: 'string', title: evil, description: evil, pattern: '^\\$\\{x\\}"$', examples: [evil] },
      },
    })
    const contract = read(text, 'evil')
    expect(contract.title).toBe(evil)
    expect(contract.fields[0]).toMatchObject({ label: evil, example: evil })
    expect(contract.fields[0]?.name).toMatch(/^[a-z][a-z0-9_]*$/)
    expect(describeContract(read(odcsYaml(contract), 'again'))).toEqual(describeContract(contract))
  })

  test('says what it could not take over', () => {
    const { notes, fields } = importContract(
      JSON.stringify({
        title: 'T',
        properties: { when: { type: 'array' }, id: { type: ['integer', 'null'] } },
        required: ['id'],
      }),
      't.json',
    )
    expect(notes).toEqual(['when: a array becomes text.'])
    expect(fields.map(({ type, required }) => [type, required])).toEqual([
      ['string', false],
      ['long', false],
    ])
  })
})

describe('a document that would write code of its own', () => {
  const CODE = 'process.exit(7)'
  const schema = (property: unknown, more: Record<string, unknown> = {}) =>
    JSON.stringify({ title: 'supplier', type: 'object', properties: { id: property }, ...more })

  test.each([
    'minLength',
    'maxLength',
    'minimum',
    'maximum',
    'exclusiveMinimum',
    'exclusiveMaximum',
    'pattern',
    'enum',
  ])('as its %s is left without it, and told so', (name) => {
    for (const value of [`0); ${CODE}; z.string().min(1`, [`0); ${CODE}`], { valueOf: CODE }]) {
      if (name === 'pattern' && typeof value === 'string') continue
      if (name === 'enum' && Array.isArray(value)) continue
      const text = schema({ type: 'string', [name]: value })
      const imported = importContract(text, 'evil.json')
      expect(odcsYaml(read(text, 'evil'))).not.toContain(CODE)
      expect(imported.notes).toEqual([`id: its ${name} is none, and was left out.`])
    }
  })

  test('in its texts, its labels and its names has them as texts', async () => {
    for (const text of [
      `"); ${CODE}; ("`,
      `*/ ${CODE} //`,
      `\u2028${CODE}\u2029`,
      `\r${CODE}\n`,
      `\u202e${CODE}`,
      '$'.concat('{1}`'),
    ]) {
      const source = JSON.stringify({
        title: text,
        description: text,
        'x-owner': text,
        type: 'object',
        properties: {
          id: { type: 'string', title: text, description: text, examples: [text], pattern: '^x$', enum: [text] },
          [text]: { type: text },
        },
      })
      const loaded = read(odcsYaml(read(source, 'evil')), 'again')
      expect([loaded.title, loaded.owner, loaded.fields[0]?.label]).toEqual([text, text, text])
    }
  })

  test('or whose aliases expand without end is refused in a sentence', () => {
    const levels = Array.from({ length: 9 }, (_, at) => `l${at + 1}: &l${at + 1} [${Array(9).fill(`*l${at}`).join()}]`)
    expect(() => importContract(`l0: &l0 [x]\n${levels.join('\n')}\n`, 'bomb.yaml')).toThrow(
      /^bomb\.yaml cannot be read: Exc/,
    )
  })
})
