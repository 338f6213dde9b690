import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { money } from '../../src/types/money.ts'

const read = (raw: string, country = 'ZA', options: Record<string, unknown> = {}) => {
  const { value, issues } = money.reader(money.options.parse(options), { country }).normalise(raw)
  return [value, ...issues.map(({ code }) => code)]
}
const recognised = (label: string, sample: readonly string[]) => money.recognise({ label, sample, country: 'ZA' })

describe('an amount of money', () => {
  test.each([
    'USD 1.2m',
    'R12k',
    'R 12 per month',
    'twelve rand',
    'R',
    'R1,23,4',
    '12/34',
    '£5-£10',
    '5 5',
    'R--5',
    '(R5',
    'R5)',
    '-(5)',
    'XYZ 5',
    'Room 5',
    '5 apples',
    '=5',
    'R1.2.3',
    '1:2',
    '5%',
    '2005e-3',
    '20.05E-1',
  ])('%j is refused', (raw) => {
    expect(read(raw, 'ZA')[0]).toBeNull()
    expect(read(raw, 'ZA').length).toBe(2)
  })

  test.each<[string, string, number]>([
    ['£1,234', 'GB', 1234],
    ['£1,234.50', 'GB', 1234.5],
    ['1.234,50 €', 'DE', 1234.5],
    ['1.234 €', 'DE', 1234],
    ['R 12 000', 'ZA', 12000],
    ['R12 000,50', 'ZA', 12000.5],
    ['ZAR 5', 'ZA', 5],
    ['zar5', 'ZA', 5],
    ['R 5', 'BR', 5],
    ['R$ 1.234,56', 'BR', 1234.56],
    ['$5', 'US', 5],
    ['$5', 'CA', 5],
    ['$ 1.234', 'CL', 1234],
    ['US$5', 'US', 5],
    ['5', 'ZA', 5],
    ['-£5', 'GB', -5],
    ['£-5', 'GB', -5],
    ['(£5)', 'GB', -5],
    ['(1,234.50)', 'ZA', -1234.5],
    ["CHF 1'234.50", 'CH', 1234.5],
    ['Fr. 20.-', 'CH', 20],
    ['12,-', 'NL', 12],
    ['€ 12,-', 'NL', 12],
    ['12,50 zł', 'PL', 12.5],
    ['¥1,000', 'JP', 1000],
    ['₹12,34,567', 'IN', 1234567],
    ['100 kr', 'SE', 100],
    ['0', 'ZA', 0],
    ['€12.50 EUR', 'FR', 12.5],
  ])('%j in %s is %d', (raw, country, value) => {
    expect(read(raw, country)).toEqual([value])
  })

  test.each<[string, string]>([
    ['€5', 'GB'],
    ['$5', 'GB'],
    ['USD 5', 'ZA'],
    ['R$ 5', 'ZA'],
    ['R5', 'US'],
    ['US$5', 'CA'],
    ['kr 5', 'FI'],
    ['£5 EUR', 'GB'],
  ])('%j in a column of %s money is never converted', (raw, country) => {
    expect(read(raw, country)).toEqual([null, 'other_currency'])
  })

  test('the column says its currency before its country does', () => {
    expect(read('$5', 'ZA', { currency: 'USD' })).toEqual([5])
    expect(read('R5', 'ZA', { currency: 'USD' })).toEqual([null, 'other_currency'])
    expect(read('5', 'ZZ')).toEqual([null, 'no_currency'])
    expect(money.options.safeParse({ currency: 'RAND' }).success).toBe(false)
    expect(money.options.safeParse({ currency: 'zar' }).success).toBe(false)
  })

  test('a lone sign before three digits groups, where the money has no thousandths', () => {
    expect(read('1,234', 'ZA')).toEqual([1234])
    expect(read('1.234', 'DE')).toEqual([1234])
    expect(read('1.234', 'KW')).toEqual([null, 'ambiguous_number'])
    expect(read('1,234', 'ZA', { decimal: 'comma' })).toEqual([1.234])
  })

  test.each(['', ' ', 'n/a', '-', 'tbc', '£'])('%j says nothing', (raw) => {
    expect(read(raw)).toEqual([null])
  })

  test('columns of money are told by sign or label, and bare numbers are not money', () => {
    expect(recognised('', ['R 12', 'R 1 200.50', 'R9'])).toBeGreaterThan(0.9)
    expect(recognised('Income', ['1200', '99.5', '12000'])).toBeGreaterThan(0.9)
    expect(recognised('Preis', ['12,50', '3,99'])).toBeGreaterThan(0.9)
    expect(recognised('Beds', ['12', '7', '80'])).toBeLessThan(0.1)
    expect(recognised('Price code', ['A1', 'B2'])).toBeLessThan(0.3)
    expect(recognised('Ward', ['K1', 'K2', 'P3'])).toBeLessThan(1)
  })

  test('any text is an amount or none, and an amount in pence comes back as itself', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[-(]?[R£€$]? ?[\d.,' ]{1,12}[)-]?$/)),
        (raw) => {
          const [value] = read(raw)
          if (value !== null) expect(Number.isFinite(value)).toBe(true)
        },
      ),
    )
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), (pence) => {
        expect(read(String(pence / 100))).toEqual([pence / 100 + 0])
      }),
    )
  })
})
