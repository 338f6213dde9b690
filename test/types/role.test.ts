import { describe, expect, test } from 'vitest'
import { typeOf, vocabularyOf } from './support/read-type.ts'

const { value, codes, reader, recognise } = typeOf('role')

test('a role is tidy, whatever the case it came in', () => {
  expect(value('HEAD OF SALES')).toBe('Head of Sales')
  expect(value('ceo')).toBe('CEO')
  expect(value('Geschäftsführerin')).toBe('Geschäftsführerin')
})

test.each(['vacant', 'Vakant', 'keine Angabe', '- n/a -'])('%j is nobody’s role', (text) => {
  expect(value(text)).toBeNull()
  expect(codes(text)).toEqual(['unusable_role'])
})

test('a vocabulary gives spellings its terms, and leaves other roles alone', () => {
  const { normalise } = reader('', { vocabulary: 'words' }, vocabularyOf({ 'fin. dir.': 'CFO', FD: 'CFO' }))
  expect(normalise('Fin Dir').value).toBe('CFO')
  expect(normalise('CFO').value).toBe('CFO')
  expect(normalise('night watchman').value).toBe('Night Watchman')
})

describe('a column', () => {
  test.each(['Job title', 'Role', 'Funktion', 'Cargo', 'Functie', 'Ruolo', 'Posisie'])(
    'called %j is recognised',
    (label) => expect(recognise(label, ['Director', 'Sales Manager', 'Owner'])).toBeGreaterThan(0.9),
  )
  test.each([
    ['Ownership', ['Facility Owner - Government - Prov', 'Facility Owner - Private']],
    ['Job no', ['12', '13']],
    ['Contact', ['a@b.example', 'c@d.example']],
  ])('called %j of %j is none', (label, sample) => expect(recognise(label, sample)).toBeLessThan(0.3))
})
