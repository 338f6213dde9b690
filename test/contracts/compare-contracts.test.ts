import { describe, expect, test } from 'vitest'
import { type ContractDocument, compareContracts, describeContract } from '../../src/contracts/index.ts'
import { contracts } from '../support/aviation.ts'

const base: ContractDocument = {
  id: 'things',
  version: '1.2.0',
  owner: 'Team',
  rules: [{ id: 'a_only_with_b', description: 'a only with b.' }],
  references: [],
  freshness: { field: 'day', maxAgeDays: 10 },
  volume: { min: 5 },
  fields: [
    { name: 'id', type: 'string', required: true, primaryKey: true, pii: 'none', description: 'Id.' },
    {
      name: 'kind',
      type: 'string',
      required: true,
      primaryKey: false,
      pii: 'none',
      description: 'Kind.',
      constraints: { enum: ['a', 'b'] },
    },
    {
      name: 'score',
      type: 'double',
      required: false,
      primaryKey: false,
      pii: 'none',
      description: 'Score.',
      constraints: { minimum: 0, maximum: 1 },
    },
  ],
}
type Field = ContractDocument['fields'][number]
const withField = (name: string, change: Partial<Field>): ContractDocument => ({
  ...base,
  fields: base.fields.map((field) => (field.name === name ? { ...field, ...change } : field)),
})
const breaks = (after: ContractDocument, side: 'published' | 'source' = 'published') =>
  compareContracts(base, after, side).changes.some(({ breaking }) => breaking)

describe('what breaks readers of a published dataset', () => {
  test.each<[string, ContractDocument]>([
    ['a removed field', { ...base, fields: base.fields.slice(1) }],
    ['another type', withField('score', { type: 'string' })],
    ['a required field that may be empty', withField('kind', { required: false })],
    ['another primary key', withField('kind', { primaryKey: true })],
    ['a value more in a closed list', withField('kind', { constraints: { enum: ['a', 'b', 'c'] } })],
    ['a list that is closed no longer', withField('kind', { constraints: {} })],
    ['a wider range', withField('score', { constraints: { minimum: 0, maximum: 2 } })],
    ['a bound less', withField('score', { constraints: { minimum: 0 } })],
    ['a field that became personal', withField('kind', { pii: 'personal' })],
    ['a rule less', { ...base, rules: [] }],
    ['older data', { ...base, freshness: { field: 'day', maxAgeDays: 20 } }],
    ['no promise of freshness', { ...base, freshness: null }],
    ['fewer rows promised', { ...base, volume: { min: 1 } }],
  ])('%s', (_, after) => {
    expect(breaks(after)).toBe(true)
    expect(compareContracts(base, after).problems).toEqual([
      { breaking: true, sentence: expect.stringMatching(/Raise it to 2\.0\.0/) },
    ])
    expect(compareContracts(base, { ...after, version: '2.0.0' }).problems).toEqual([])
  })
})

describe('what does not break them', () => {
  const added: Field = { name: 'more', type: 'string', required: true, primaryKey: false, pii: 'none', description: '' }
  test.each<[string, ContractDocument]>([
    ['a new field', { ...base, fields: [...base.fields, added] }],
    ['a field that is required now', withField('score', { required: true })],
    ['a value less', withField('kind', { constraints: { enum: ['a'] } })],
    ['a narrower range', withField('score', { constraints: { minimum: 0.1, maximum: 1 } })],
    ['another wording', withField('kind', { description: 'The kind.' })],
    ['another owner', { ...base, owner: 'Others' }],
    ['a rule more', { ...base, rules: [...(base.rules ?? []), { id: 'c', description: 'c.' }] }],
    ['fresher data', { ...base, freshness: { field: 'day', maxAgeDays: 5 } }],
  ])('%s', (_, after) => {
    const found = compareContracts(base, after)
    expect(found.changes).toHaveLength(1)
    expect(breaks(after)).toBe(false)
    expect(found.problems).toEqual([{ breaking: false, sentence: expect.stringContaining('Raise its minor version') }])
    expect(compareContracts(base, { ...after, version: '1.3.0' }).problems).toEqual([])
  })
})

test('for a source it is the sender who breaks: demands that grow, not promises that shrink', () => {
  expect(breaks(withField('score', { required: true }), 'source')).toBe(true)
  expect(breaks(withField('kind', { constraints: { enum: ['a'] } }), 'source')).toBe(true)
  expect(breaks(withField('kind', { required: false }), 'source')).toBe(false)
  expect(breaks({ ...base, fields: base.fields.slice(0, 2) }, 'source')).toBe(false)
})

test('a version below the published one is wrong even without a change', () => {
  expect(compareContracts(base, { ...base, version: '1.1.9' }).problems).toEqual([
    { breaking: true, sentence: expect.stringContaining('below 1.2.0') },
  ])
})

test('a document that kept less is compared on what it kept', () => {
  const { owner: _, rules: __, freshness: ___, volume: ____, references: _____, ...old } = base
  const bare = { ...old, fields: old.fields.map(({ constraints: _, ...field }) => field) }
  const found = compareContracts(bare, { ...base, version: '1.3.0' }).changes
  expect(found.filter(({ breaking }) => breaking)).toEqual([])
})

test.each([...contracts.values()].map((contract) => [contract.id, contract] as const))(
  '%s is as it is',
  (_, contract) => {
    const document = describeContract(contract)
    expect(compareContracts(document, JSON.parse(JSON.stringify(document)), contract.kind)).toMatchObject({
      changes: [],
      problems: [],
    })
  },
)
