import { expect, test } from 'vitest'
import { eraseFromText } from '../../src/stewardship/erasure/erase-document.ts'
import { Suppression, suppressionOf } from '../../src/stewardship/erasure/suppression.ts'

const nothing = {
  keys: [],
  ids: [],
  emails: [],
  phones: [],
  numbers: [],
  shared: [],
  names: [],
  organizations: [],
  entities: [],
}
const [theirs, another] = ['0123456789abcdef'.repeat(2), 'fedcba9876543210'.repeat(2)]
const suppression = new Suppression(suppressionOf({ ...nothing, rows: [theirs] }, 'ZA', '2026-01-01T00:00:00.000Z'))

test('a record that was named by the content of the person’s row gets another name, the same one everywhere', () => {
  const key = suppression.scrub(`captured|contact_capture|#${theirs}`, false)
  expect(key).toMatch(/^captured\|contact_capture\|#[0-9a-f]{32}$/)
  expect(key).not.toContain(theirs)
  expect(suppression.scrub(`captured|contact_capture|#${another}`, false)).toContain(another)
  const decision = {
    left: `captured|contact_capture|#${theirs}`,
    right: 'reachout|reachout_organisation|3',
    verdict: 'same',
  }
  const left = eraseFromText(
    'decisions/resolution/x.json',
    JSON.stringify({ decisions: [decision] }),
    [suppression],
    {},
    {},
  )
  expect(JSON.parse(left)).toEqual({ decisions: [{ ...decision, left: key }] })
})

test('what masks made of the person’s values goes from pages too, and nobody else’s', () => {
  const facts = { ...nothing, emails: ['zanele@org.example'], rows: [] }
  const one = new Suppression(suppressionOf(facts, 'ZA', '2026-01-01T00:00:00.000Z'))
  const page = '<td>z***@org.example; t***@two.example</td><td>***67</td>'
  expect(eraseFromText('site/linkage/x.html', page, [one], {}, {})).toBe('<td>; t***@two.example</td><td>***67</td>')
})

const phone = new Suppression(
  suppressionOf(
    { ...nothing, phones: ['+27825557788'], numbers: ['8001015009087'], rows: [] },
    'ZA',
    '2026-01-01T00:00:00.000Z',
  ),
)

test.each([
  ['between other numbers', '083 555 1122 082 555 7788 084 555 3344', '083 555 1122 ; 084 555 3344'],
  ['behind the number of a house', 'Flat 5 082 555 7788', 'Flat 5'],
  ['in the middle of a word of digits', '90825557788', '90825557788'],
  ['within brackets, in another spelling', 'call (+27 82 555-7788) now', 'call () now'],
])('a number %s is found there, and its neighbours stay', (_, text, left) => {
  expect(phone.holds(text)).toBe(text !== left)
  expect(phone.without(text, false).trim().replaceAll(/\s+/g, ' ')).toBe(left.replaceAll(/ ; /g, ' '))
})

test('an identity number goes from wherever it stands, and another stays', () => {
  expect(phone.without('id 800101 5009 087, not 8001015009186', false)).toBe('id , not 8001015009186')
})

test('a text without a separator lost stays a row of its table', () => {
  expect(phone.without('a;082 555 7788;;"x, y"', false)).toBe('a;;;"x, y"')
})

test('of what changed between versions the lines of the person’s record go, and their masks among those of others', () => {
  const [own, other] = [`per_${'a'.repeat(20)}`, `per_${'b'.repeat(20)}`]
  const facts = { ...nothing, ids: [own], phones: ['+27825557788'], rows: [] }
  const one = new Suppression(suppressionOf(facts, 'ZA', '2026-01-01T00:00:00.000Z'))
  const line = (key: string, before: string) => ({
    change: 'changed',
    key: [key],
    field: 'phones',
    before,
    after: null,
  })
  const kept = { change: 'merged', entity: other, entities: [other, `per_${'c'.repeat(20)}`] }
  const text = JSON.stringify([
    {
      moves: [{ change: 'merged', entity: own, entities: [own, other] }, kept],
      examples: [line(own, '***88; ***11'), line(other, '***88; ***11')],
    },
  ])
  expect(JSON.parse(eraseFromText('runs/x/changes.json', text, [one], {}, {}))).toEqual([
    { moves: [kept], examples: [line(other, '***11')] },
  ])
})
