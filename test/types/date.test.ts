import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { date } from '../../src/types/date.ts'

const read = (raw: string, options: Record<string, unknown> = {}, dateOrder?: 'dmy' | 'mdy') => {
  const context = dateOrder === undefined ? { country: 'ZA' } : { country: 'ZA', dateOrder }
  const { value, issues } = date.reader(date.options.parse(options), context).normalise(raw)
  return [value, ...issues.map(({ code }) => code)]
}
const recognised = (label: string, sample: readonly string[]) => date.recognise({ label, sample, country: 'ZA' })

describe('a date', () => {
  test.each([
    ['03/04/2025', 'ambiguous_date'],
    ['03/04/25', 'two_digit_year'],
    ['March 2025', 'partial_date'],
    ['2025-02-30', 'not_a_date'],
    ['soon', 'not_a_date'],
  ])('%j is refused as %s where nothing is told', (raw, code) => {
    expect(read(raw)).toEqual([null, code])
  })

  test('the order of the column stands before that of its source', () => {
    expect(read('03/04/2025', { order: 'mdy' })).toEqual(['2025-03-04'])
    expect(read('03/04/2025', { order: 'mdy' }, 'dmy')).toEqual(['2025-03-04'])
    expect(read('03/04/2025', {}, 'dmy')).toEqual(['2025-04-03'])
    expect(date.options.safeParse({ order: 'ydm' }).success).toBe(false)
  })

  test('a serial of a spreadsheet is its day', () => {
    expect(read('45000')).toEqual(['2023-03-15'])
  })

  test('columns of days are told from days of birth, years, numbers and postcodes', () => {
    const days = ['2025-03-04', '2024-12-31', '03/04/2025']
    expect(recognised('', days)).toBeGreaterThan(0.8)
    expect(recognised('Created', days)).toBeGreaterThan(0.95)
    expect(recognised('Erstellt am', ['3. März 2025', '04.03.2025'])).toBeGreaterThan(0.95)
    for (const label of ['Date of birth', 'DOB', 'Birth date', 'Geburtsdatum'])
      expect(recognised(label, days), label).toBeLessThan(0.4)
    expect(recognised('', ['1998', '2004'])).toBeLessThan(0.1)
    expect(recognised('Amount', ['12.50', '45000', '1,200.50'])).toBeLessThan(0.1)
    expect(recognised('Zip', ['60302', '45011'])).toBeLessThan(0.1)
    expect(recognised('Data source', ['CRM', 'shop'])).toBeLessThan(0.1)
    expect(recognised('NAEYC Valid Until', ['3/31/2016', '12/31/2015'])).toBeGreaterThan(0.9)
  })

  test('days apart are told in days', () => {
    const days = (value: string) => Number(date.parts[0]?.of(value, { country: 'ZA' }))
    expect(days('2025-03-01') - days('2025-02-28')).toBe(1)
    expect(days('1969-12-31')).toBe(-1)
  })

  test('any text is a day that stays itself, or none', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}$/)),
        (raw) => {
          const [value] = read(raw)
          if (typeof value !== 'string') return
          expect(read(value)).toEqual([value])
          expect(date.schema(date.options.parse({})).safeParse(value).success).toBe(true)
        },
      ),
    )
  })
})
