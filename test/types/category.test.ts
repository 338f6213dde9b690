import { describe, expect, test } from 'vitest'
import { typeOf, vocabularyOf } from './support/read-type.ts'

const { value, codes, reader, recognise, part } = typeOf('category')

describe('with a vocabulary', () => {
  const { normalise } = reader(
    '',
    { vocabulary: 'words' },
    vocabularyOf({ 'Clsd.': 'Closed', open: 'Open', OFFEN: 'Open' }),
  )

  test.each([
    ['CLSD', 'Closed'],
    ['Closed', 'Closed'],
    ['closed', 'Closed'],
    ['offen', 'Open'],
  ])('%j means %j', (text, term) => expect(normalise(text).value).toBe(term))

  test('any other text is refused, by a message without the text', () => {
    const { value: none, issues } = normalise('Half open')
    expect(none).toBeNull()
    expect(issues.map(({ code }) => code)).toEqual(['unknown_category'])
    expect(JSON.stringify(issues)).not.toContain('Half')
  })
})

test('without one every text but a placeholder is a term', () => {
  expect(value(' Half  open ')).toBe('Half open')
  for (const text of ['n/a', 'unbekannt', '不明']) expect([value(text), ...codes(text)]).toEqual([null, 'placeholder'])
})

test('a cell is one value, or several where a separator is said', () => {
  expect(reader('', {}).split('A; B')).toEqual(['A; B'])
  expect(reader('', { separator: ';' }).split('A; B;;')).toEqual(['A', 'B'])
})

test('spellings that differ in case and accents are compared as one', () => {
  expect(part('key', 'Ökologie')).toBe(part('key', 'OKOLOGIE'))
})

test('a column of few terms is recognised by its content, one of many texts is not', () => {
  const few = Array.from({ length: 40 }, (_, at) => ['Urban', 'Rural', 'Peri-urban'][at % 3] as string)
  expect(recognise('', few)).toBeGreaterThan(0.35)
  expect(
    recognise(
      '',
      few.map((text, at) => `${text} ${at}`),
    ),
  ).toBeLessThan(0.1)
  for (const label of ['Type', 'Status', 'Kategorie', 'Phone type', 'Customer group'])
    expect(recognise(label, few)).toBeGreaterThan(0.85)
  expect(recognise('Status date', ['2020-01-01', '2021-01-01'])).toBeLessThan(0.2)
})
