import { expect, test } from 'vitest'
import { namedEntity, pairMasker, recordTitle } from '../../src/cli/review-entities.ts'
import type { ReviewPair } from '../../src/resolve/review/index.ts'
import { AVIATION } from '../support/aviation.ts'
import { pinnedDomain } from '../support/pinned-domain.ts'

const pair = (subject: string, left: ReviewPair['left']): ReviewPair => ({
  ...{ pair_id: 'pair_a', subject, left_key: 'a', right_key: 'b', left_record: 'a', right_record: 'b' },
  ...{ left_entity: 'x_a', right_entity: 'x_b', match_weight: 1, match_probability: 0.6 },
  ...{ reason: 'between_thresholds', left, right: {}, waterfall: [] },
})
const values = {
  organization_name: 'Blue Sky',
  person__emails: 'thandi@one.example; office@one.example',
  invented: 'Thandi',
}

test('values that are personal by their type are masked, each element by itself, and what nobody knows is too', () => {
  const { left } = pairMasker(AVIATION)(pair('organizations', values))
  expect(left.organization_name).toBe('Blue Sky')
  expect(left.person__emails).toBe('t***@one.example; o***@one.example')
  expect(left.invented).not.toContain('Thandi')
})

test('a pair of a dataset that the domain does not have shows nothing at all', () => {
  const { left } = pairMasker(AVIATION)(pair('fleets', values))
  expect(Object.values(left)).toEqual(['***', '***', '***'])
})

const members = pinnedDomain(`
id: members
country: GB
lawful_basis: contract
entities:
  member:
    dataset: members
    id_prefix: mem
    attributes: { called: { type: person_name, required: true } }
sources:
  - id: roll
    title: Roll
    trust: 1
    files: ['roll*.csv']
    tables: [{ id: roll, files: ['roll*.csv'], describes: [{ entity: member, key: No, attributes: { called: Name } }] }]
`)

test('records are called by what names their entity, in any domain', () => {
  expect(recordTitle(members, pair('members', { born: '1980-01-01', called: 'Jane Doe' }), 'left')).toBe('Jane Doe')
  expect(recordTitle(members, pair('gone', { born: '1980-01-01' }), 'left')).toBe('1980-01-01')
  expect(pairMasker(members)(pair('members', { called: 'Jane Doe' })).left.called).not.toContain('Jane')
})

test('--entity takes an entity or its dataset, and names the nearest to what is neither', () => {
  expect(namedEntity(AVIATION, 'person').dataset).toBe('contacts')
  expect(namedEntity(AVIATION, 'contacts').id).toBe('person')
  expect(() => namedEntity(AVIATION, 'persons')).toThrow('Did you mean "person"?')
})
