import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { typeOf } from './support/read-type.ts'

const { value, codes, recognise, type } = typeOf('identifier')
const read = (scheme: string, text: string, country = '') => value(text, country, { scheme })
const said = (scheme: string, text: string, country = '') => codes(text, country, { scheme })

describe('without a scheme', () => {
  test.each([
    ['  C-00123 ', 'C-00123'],
    ['00123', '00123'],
    ['12.0', '12'],
    ['0', '0'],
    ['aB/7', 'aB/7'],
  ])('%j is %j', (text, id) => expect(value(text)).toBe(id))

  test('a number that a spreadsheet rounded is refused, since its digits are lost', () => {
    expect([value('8.00101E+12'), ...codes('8.00101E+12')]).toEqual([null, 'number_rounded'])
  })

  test('zeros in front are put back where a width is said, and the issue says so', () => {
    expect(value('123', '', { width: 6 })).toBe('000123')
    expect(codes('123', '', { width: 6 })).toEqual(['leading_zeros_restored'])
    expect([value('A12', '', { width: 6 }), value('1234567', '', { width: 6 })]).toEqual(['A12', '1234567'])
  })

  test('letters are as the source or the options say', () => {
    expect([value('aB1', '', { case: 'upper' }), value('aB1', '', { case: 'lower' })]).toEqual(['AB1', 'ab1'])
  })
})

/** Published examples of the registers, as people write them. */
const WRITTEN: readonly (readonly [string, string, string, string])[] = [
  ['lei', '', '5493 001K JTII GC8Y 1R12', '5493001KJTIIGC8Y1R12'],
  ['iban', '', 'GB82 WEST 1234 5698 7654 32', 'GB82WEST12345698765432'],
  ['iban', '', 'IBAN: DE89 3704 0044 0532 0130 00', 'DE89370400440532013000'],
  ['gtin', '', '4006381333931', '4006381333931'],
  ['gtin', '', '036000291452', '0036000291452'],
  ['gtin', '', '00036000291452', '0036000291452'],
  ['isbn', '', 'ISBN 0-306-40615-2', '9780306406157'],
  ['isbn', '', '978-0-306-40615-7', '9780306406157'],
  ['luhn', '', '7992 7398 713', '79927398713'],
  ['vat', 'DE', 'DE 136 695 976', 'DE136695976'],
  ['vat', 'DE', '136695976', 'DE136695976'],
  ['vat', 'FR', 'DE136695976', 'DE136695976'],
  ['vat', 'GB', 'VAT No GB980780684', 'GB980780684'],
  ['vat', '', 'EL094259216', 'EL094259216'],
  ['vat', '', 'GR 094259216', 'EL094259216'],
  ['vat', 'FR', 'Fr 40 303 265 045', 'FR40303265045'],
  ['vat', 'NL', 'NL004495445B01', 'NL004495445B01'],
  ['vat', 'AT', 'AT U13585627', 'ATU13585627'],
  ['vat', 'CH', 'CHE-107.787.577 MWST', 'CHE107787577'],
  ['vat', 'NO', 'NO 995 525 828 MVA', 'NO995525828'],
  ['vat', 'ZA', '4026159872', 'ZA4026159872'],
  ['vat', 'ES', 'B-58378431', 'ESB58378431'],
  ['company_number', 'ZA', '2001/012345/07', '2001/012345/07'],
  ['company_number', 'ZA', 'CK2001/012345/23', '2001/012345/23'],
  ['company_number', 'ZA', '200101234507', '2001/012345/07'],
  ['company_number', 'GB', 'sc123456', 'SC123456'],
  ['company_number', 'NO', '988 077 917', '988077917'],
  ['company_number', 'DE', 'HRB 12345', 'HRB 12345'],
  ['national_id', 'ZA', '750330 5044 089', '7503305044089'],
  ['national_id', 'US', '536-90-4399', '536904399'],
]

describe('with a scheme', () => {
  test.each(WRITTEN)('%s in %s: %j is %j', (scheme, country, text, id) => {
    expect(read(scheme, text, country)).toBe(id)
    expect(read(scheme, id, country)).toBe(id)
  })

  test.each([
    ['gtin', '', '36000291452', '0036000291452'],
    ['isbn', '', '306406152', '9780306406157'],
    ['company_number', 'GB', '445790', '00445790'],
    ['company_number', 'GB', 'SC12345', 'SC012345'],
  ])(
    '%s %s: zeros that a spreadsheet took from %j are put back where the rest proves it',
    (scheme, country, text, id) => {
      expect(read(scheme, text, country)).toBe(id)
      expect(said(scheme, text, country)).toEqual(['leading_zeros_restored'])
    },
  )

  test('one wrong digit is found, and no message repeats the number', () => {
    for (const [scheme, country, , id] of WRITTEN) {
      if (scheme === 'company_number' && country !== 'NO') continue
      const at = id.length - 1 - [...id].reverse().findIndex((character) => /\d/.test(character))
      // The last digits of a Dutch number count establishments; these others have no check digit.
      if (id.startsWith('NL') || country === 'US' || (scheme === 'vat' && country === 'ZA')) continue
      const wrong = `${id.slice(0, at)}${(Number(id[at]) + 1) % 10}${id.slice(at + 1)}`
      expect([wrong, read(scheme, wrong, country)]).toEqual([wrong, null])
      expect(said(scheme, wrong, country)).toEqual([`invalid_${scheme}`])
      const { issues } = type.reader(type.options.parse({ scheme }), { country }).normalise(wrong)
      expect(JSON.stringify(issues)).not.toContain(wrong)
    }
  })

  test('a country without a known rule takes the number, and says that it was not checked', () => {
    expect(read('national_id', '12-34 56', 'KE')).toBe('123456')
    expect(said('national_id', '12-34 56', 'KE')).toEqual(['unchecked'])
    expect(said('vat', 'KZ123456789', 'KZ')).toEqual(['unchecked'])
    expect(read('vat', 'to be sent', 'KZ')).toBeNull()
  })

  test('whatever is read in any country reads as itself', () => {
    const schemes = WRITTEN.map(([scheme]) => scheme)
    const digits = fc.stringMatching(/^[A-Z]{0,3}[ -]?\d{2,14}[ ./-]?[0-9A-Z]{0,4}$/)
    const country = fc.constantFrom('ZA', 'GB', 'DE', 'FR', 'ES', 'IT', 'SE', 'DK', 'CH', 'MX', 'BR', 'IN', 'US', '')
    fc.assert(
      fc.property(digits, fc.constantFrom(...schemes), country, (text, scheme, where) => {
        const once = read(scheme, text, where)
        if (once !== null) expect(read(scheme, String(once), where)).toBe(once)
      }),
      { numRuns: 3_000 },
    )
  })
})

test('evidence and class follow from the scheme', () => {
  const of = (scheme?: string) => type.options.parse(scheme === undefined ? {} : { scheme })
  expect(type.evidence(of())).toMatchObject({ frequency: 'few', exclusive: false })
  expect(type.evidence(of('company_number'))).toMatchObject({ frequency: 'one', exclusive: true })
  expect(type.evidence(of('gtin'))).toMatchObject({ frequency: 'one', exclusive: false })
  expect([type.pii(of()), type.pii(of('iban')), type.pii(of('national_id'))]).toEqual(['none', 'personal', 'sensitive'])
  expect(type.mask('7503305044089', of('national_id'))).toBe('***')
})

describe('a column', () => {
  test.each([
    'Id',
    'CustomerNo',
    'VAT No.',
    'USt-IdNr.',
    'Reg no',
    'Numéro client',
    'Código',
    'KvK nummer',
    'P.IVA',
    'SKU',
  ])('called %j is recognised', (label) =>
    expect(recognise(label, ['A12', 'A13', 'A15', 'A19', 'B20'])).toBeGreaterThan(0.85),
  )

  test('of numbers with check digits is recognised without a label', () => {
    expect(recognise('', ['4006381333931', '9780306406157'])).toBeGreaterThan(0.9)
    expect(recognise('', ['GB82 WEST 1234 5698 7654 32', 'DE89 3704 0044 0532 0130 00'])).toBeGreaterThan(0.9)
  })

  test.each([
    ['Postal code', ['0181', '7700', '2000']],
    ['Country code', ['ZA', 'GB', 'US']],
    ['latitude', ['-32.99599', '-29.956366']],
    ['Contact number', ['082 555 0101', '011 555 0102']],
    ['Date of birth', ['1980-01-02', '02/03/1981']],
    ['Name', ['Anna Smith', 'Ben Okri']],
  ])('called %j of %j is none', (label, sample) => expect(recognise(label, sample)).toBeLessThan(0.4))
})
