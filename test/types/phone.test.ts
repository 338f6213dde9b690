import { describe, expect, test } from 'vitest'
import { typeOf } from './support/read-type.ts'

const { value, codes, split, part, recognise } = typeOf('phone')

describe('a phone number', () => {
  test.each([
    ['082 555 0101', 'ZA', '+27825550101'],
    ['030/901820', 'DE', '+4930901820'],
    ['01 42 68 53 00', 'FR', '+33142685300'],
    ['(312) 555-0142', 'US', '+13125550142'],
    ['+390666982', '', '+390666982'],
    ['0039 06 6982', '', '+39066982'],
  ])('%s read in %s is %s', (text, country, e164) => {
    expect(value(text, country)).toBe(e164)
  })

  test('without a country a national number is refused, and the issue says what to do', () => {
    expect(value('082 555 0101')).toBeNull()
    expect(codes('082 555 0101')).toEqual(['unknown_country'])
  })

  test('the same digits are two numbers in two countries', () => {
    expect(value('020 7946 0958', 'GB')).not.toBe(value('020 7946 0958', 'ZA'))
  })
})

describe('a cell of phone numbers', () => {
  test.each([
    ['030/901820', 'DE', ['030/901820']],
    ['030/901820, 089/233 00', 'DE', ['030/901820', '089/233 00']],
    ['020 7946 0958 020 7946 0959', 'GB', ['020 7946 0958', '020 7946 0959']],
    ['020 7946 0958/020 7946 0959', 'GB', ['020 7946 0958', '020 7946 0959']],
    ['0821234567 0834567890', 'ZA', ['0821234567', '0834567890']],
    ['+44 20 7946 0958 +27 82 123 4567', '', ['+44 20 7946 0958', '+27 82 123 4567']],
    ['n/a', 'GB', ['n/a']],
    [' ; ', 'GB', []],
  ])('%j in %s is %j', (cell, country, parts) => {
    expect(split(cell, country)).toEqual(parts)
  })
})

test('parts are the national number and the country of its plan', () => {
  expect(part('national', '+27825550101')).toBe('825550101')
  expect(part('country', '+27825550101')).toBe('ZA')
  expect(part('country', '+80012345678')).toBeNull()
})

describe('a column', () => {
  const numbers = ['(312) 555-0142', '(312) 555-0199', '312 555 0123']
  test.each([
    'Phone',
    'Cell No',
    'Telefoonnommer',
    'Telefonnummer',
    'Téléphone',
    'Móvil',
    'Telefone 2',
    'Work phone',
    'Fax',
  ])('called %j is recognised', (label) => expect(recognise(label, numbers, 'US')).toBeGreaterThan(0.84))

  test('of local numbers without an area code is one by its label', () => {
    expect(recognise('Phone', ['3865286', '2859902'], 'US')).toBeGreaterThan(0.9)
  })

  test.each([
    ['latitude', ['-32.99599', '-29.956366']],
    ['Phone type', ['Mobile', 'Landline']],
    ['Phone verified', ['yes', 'no']],
    ['Joined', ['2020-01-12', '12/05/2019']],
    ['Year', ['1999', '2003']],
    ['Id', ['1958', '287']],
    ['Amount', ['1,234.50', '99.00']],
  ])('called %j of %j is none', (label, sample) => {
    expect(recognise(label, sample, 'ZA')).toBeLessThan(0.3)
  })
})
