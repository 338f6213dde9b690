import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { number } from '../../src/types/number.ts'

const read = (raw: string, options: Record<string, unknown> = {}, decimalComma?: boolean) => {
  const context = decimalComma === undefined ? { country: 'ZA' } : { country: 'ZA', decimalComma }
  const { value, issues } = number.reader(number.options.parse(options), context).normalise(raw)
  return [value, ...issues.map(({ code }) => code)]
}
const recognised = (label: string, sample: readonly string[]) => number.recognise({ label, sample, country: 'ZA' })

describe('a number', () => {
  test.each([
    'twelve',
    '1.2.3',
    '12,34,5',
    '1,23,4',
    '1 23',
    '12 34',
    '1,,234',
    '--5',
    '-5-',
    '(-5)',
    '(5',
    '5)',
    '1e999',
    '0x10',
    'Infinity',
    '12 kg',
    '5 6',
    '1.234,567.8',
    '1/2',
    '1:30',
    '٣',
    '9'.repeat(80),
    '$5',
    '=1+1',
    '.',
    ',',
    '-',
    '1,234,56',
  ])('%j is none', (raw) => {
    expect(read(raw)[0]).toBeNull()
  })

  test.each([
    ['1,234', 'ambiguous_number'],
    ['1.234', 'ambiguous_number'],
    ['-12,345', 'ambiguous_number'],
    ['twelve', 'not_a_number'],
    ['12 kg', 'not_a_number'],
  ])('%j is refused as %s where nothing is told', (raw, code) => {
    expect(read(raw)).toEqual([null, code])
  })

  test.each([
    ['0', 0],
    ['-0', 0],
    ['007', 7],
    ['1234', 1234],
    ['12.5', 12.5],
    ['12,5', 12.5],
    ['0,125', 0.125],
    ['0.125', 0.125],
    ['1,234.5', 1234.5],
    ['1.234,5', 1234.5],
    ['1 234', 1234],
    ['1\u00a0234\u00a0567', 1234567],
    ["1'234", 1234],
    ['1’234.50', 1234.5],
    ['1 234,56', 1234.56],
    ['1,234,567', 1234567],
    ['1.234.567', 1234567],
    ['12,34,567', 1234567],
    ['12,34,567.89', 1234567.89],
    ['(123)', -123],
    ['(1,234.50)', -1234.5],
    ['-5', -5],
    ['−5', -5],
    ['5-', -5],
    ['+5', 5],
    ['- 5', -5],
    ['.5', 0.5],
    ['-.5', -0.5],
    ['1.2E+05', 120000],
    ['50%', 0.5],
    ['12.5 %', 0.125],
    ['１２', 12],
    ['1234.567', 1234.567],
    ['4.0', 4],
  ])('%j is %d', (raw, value) => {
    expect(read(raw)).toEqual([value])
  })

  test('what the column or its file tells decides a sign that may be read in two ways', () => {
    expect(read('1,234', { decimal: 'comma' })).toEqual([1.234])
    expect(read('1,234', { decimal: 'point' })).toEqual([1234])
    expect(read('1.234', { decimal: 'comma' })).toEqual([1234])
    expect(read('1.234', {}, false)).toEqual([1.234])
    expect(read('1,234', {}, true)).toEqual([1.234])
    expect(read('1,234', { decimal: 'point' }, true)).toEqual([1234])
    expect(read('1.234,5', { decimal: 'point' })).toEqual([null, 'not_a_number'])
  })

  test('a unit is taken off where the column has that unit, and nowhere else', () => {
    expect(read('12 kg', { unit: 'kg' })).toEqual([12])
    expect(read('12KG', { unit: 'kg' })).toEqual([12])
    expect(read('12 lb', { unit: 'kg' })).toEqual([null, 'not_a_number'])
    expect(read('12%', { unit: '%' })).toEqual([12])
    expect(read('7%')).toEqual([0.07])
  })

  test('a column of whole numbers takes no other', () => {
    expect(read('12.5', { integer: true })).toEqual([null, 'not_an_integer'])
    expect(read('12.0', { integer: true })).toEqual([12])
    expect(number.schema(number.options.parse({ integer: true })).safeParse(1.5).success).toBe(false)
    expect(number.options.safeParse({ integers: true }).success).toBe(false)
  })

  test.each(['', '  ', 'n/a', '#N/A', 'unknown'])('%j says nothing', (raw) => {
    expect(read(raw)).toEqual([null])
  })

  test('columns of numbers are told from identifiers, phones, years and places', () => {
    const counts = ['12', '7', '310', '45', '9']
    expect(recognised('Beds', counts)).toBeGreaterThan(0.9)
    expect(recognised('', counts)).toBeGreaterThan(0.4)
    for (const label of ['ID', 'Customer no', 'uid', 'Latitude', 'Zip', 'VAT no', 'Price', 'Year'])
      expect(recognised(label, counts), label).toBeLessThan(0.3)
    expect(recognised('Founded', ['1998', '2004', '2011'])).toBeLessThan(0.3)
    expect(recognised('Contact', ['0821234567', '0112223333'])).toBeLessThan(0.3)
    expect(recognised('Name', ['Acme', 'Bolt'])).toBeLessThan(0.1)
  })

  test('any text is a number or none, and a number written by a program is itself', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[-(]?[\d.,' ]{1,12}[)%-]?$/)), (raw) => {
        const [value] = read(raw)
        if (value !== null) expect(Number.isFinite(value)).toBe(true)
      }),
    )
    fc.assert(
      fc.property(fc.double({ min: -1e12, max: 1e12, noNaN: true }), (value) => {
        const rounded = Math.round(value * 1e4) / 1e4 + 0
        if (!String(rounded).includes('e')) expect(read(String(rounded), { decimal: 'point' })).toEqual([rounded])
      }),
    )
  })
})
