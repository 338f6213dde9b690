import { describe, expect, test } from 'vitest'
import { typeOf, vocabularyOf } from './support/read-type.ts'

const { value, codes, reader, recognise } = typeOf('flag')

test.each([
  'yes',
  'Y',
  'TRUE',
  '1',
  '1.0',
  'x',
  '✓',
  'Ja',
  'Oui',
  'Sí',
  'Sim',
  'SÌ',
  'Да',
  'はい',
  '是',
  'Evet',
  'نعم',
  'Vrai',
])('%j is yes', (text) => expect(value(text)).toBe(true))
test.each([
  'no',
  'N',
  'false',
  '0',
  '0.0',
  '✗',
  'Nee',
  'Nein',
  'non',
  'NÃO',
  'нет',
  'いいえ',
  'Hayır',
  'HAYIR',
  'لا',
  'Falsch',
])('%j is no', (text) => expect(value(text)).toBe(false))
test.each(['maybe', '2', 'yes and no', 'n/a', '-', 'active'])('%j is neither', (text) => {
  expect(value(text)).toBeNull()
  expect(codes(text)).toEqual(['not_a_flag'])
})

test('a vocabulary says what other words mean, and may turn one round', () => {
  const { normalise } = reader('', { vocabulary: 'words' }, vocabularyOf({ Invalid: 'yes', Valid: 'no', x: 'no' }))
  expect(['invalid', 'VALID', 'x', 'yes'].map((text) => normalise(text).value)).toEqual([true, false, false, true])
})

describe('a column', () => {
  test('of words is recognised by its content; zeros and ones need a label', () => {
    expect(recognise('', ['Yes', 'No', 'No'])).toBeGreaterThan(0.85)
    expect(recognise('Beds', ['1', '0', '1'])).toBeLessThan(0.5)
    expect(recognise('Is active', ['1', '0', '1'])).toBeGreaterThan(0.9)
  })
  test('of counts or names is none', () => {
    expect(recognise('Active', ['12', '40', '7'])).toBeLessThan(0.2)
    expect(recognise('', ['Anna', 'Ben'])).toBe(0)
  })
})
