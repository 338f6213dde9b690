import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normaliseDate } from '../../../src/types/normalise/date.ts'

type Order = 'dmy' | 'mdy' | 'ymd' | undefined
const read = (raw: string | null, dateOrder?: Order) =>
  normaliseDate(raw, dateOrder === undefined ? { country: 'ZA' } : { country: 'ZA', dateOrder })

describe('normaliseDate', () => {
  test.each<[string, Order, string]>([
    ['2025-13-01', 'dmy', 'not_a_date'],
    ['2025-02-29', 'dmy', 'not_a_date'],
    ['1900-02-29', 'dmy', 'not_a_date'],
    ['2025-00-10', 'dmy', 'not_a_date'],
    ['0000-00-00', 'dmy', 'not_a_date'],
    ['9999-12-31', 'dmy', 'not_a_date'],
    ['0001-01-01', 'dmy', 'not_a_date'],
    ['01/13/2025', 'dmy', 'not_a_date'],
    ['13/01/2025', 'mdy', 'not_a_date'],
    ['31/04/2025', 'dmy', 'not_a_date'],
    ['03/04/2025', 'ymd', 'not_a_date'],
    ['03/04/2025', undefined, 'ambiguous_date'],
    ['13/14/2025', undefined, 'not_a_date'],
    ['3 ramadan 2025', undefined, 'not_a_date'],
    ['03/04-2025', 'dmy', 'not_a_date'],
    ['2025/03/2025', 'ymd', 'not_a_date'],
    ['123/04/2025', 'dmy', 'not_a_date'],
    ['1.2.3', 'dmy', 'not_a_date'],
    ['04032025', 'dmy', 'not_a_date'],
    ['19999', 'dmy', 'not_a_date'],
    ['80001', 'dmy', 'not_a_date'],
    ['-45000', 'dmy', 'not_a_date'],
    ['2025-03-04 25:00', 'dmy', 'not_a_date'],
    ['12:30', 'dmy', 'not_a_date'],
    ['n/a', 'dmy', 'not_a_date'],
    ['soon', 'dmy', 'not_a_date'],
    ['3 Smarch 2025', 'dmy', 'not_a_date'],
    ['31 June 2025', 'dmy', 'not_a_date'],
    ['4 March 2025 or 5 March 2025', 'dmy', 'not_a_date'],
    ['03/04/25', 'dmy', 'two_digit_year'],
    ['25-03-04', 'ymd', 'two_digit_year'],
    ['3 Mar 25', 'dmy', 'two_digit_year'],
    ["3 Mar '25", 'dmy', 'two_digit_year'],
    ['Mar 3, 25', 'dmy', 'two_digit_year'],
    ['2025', 'dmy', 'partial_date'],
    ['2025.0', 'dmy', 'partial_date'],
    ['March 2025', 'dmy', 'partial_date'],
    ['Mar-25', 'dmy', 'partial_date'],
    ['03/2025', 'dmy', 'partial_date'],
    ['2025-03', 'dmy', 'partial_date'],
  ])('%j under %s is refused as %s', (raw, order, code) => {
    expect(read(raw, order)).toMatchObject({ value: null, issues: [{ code }] })
  })

  test.each([null, '', ' \t '])('%j is absent, without an issue', (raw) => {
    expect(read(raw)).toEqual({ value: null, issues: [] })
  })

  test.each<[string, Order, string]>([
    ['2025-03-04', undefined, '2025-03-04'],
    ['2024-02-29', undefined, '2024-02-29'],
    ['2000-02-29', undefined, '2000-02-29'],
    ['2025-03-04T23:59:59Z', undefined, '2025-03-04'],
    ['2025-03-04T00:30:00.000+02:00', undefined, '2025-03-04'],
    ['2025-03-04 00:00:00', 'dmy', '2025-03-04'],
    ['2025/03/04', 'dmy', '2025-03-04'],
    ['2025.3.4', 'ymd', '2025-03-04'],
    ['20250304', 'dmy', '2025-03-04'],
    ['02/01/2025', 'dmy', '2025-01-02'],
    ['02/01/2025', 'mdy', '2025-02-01'],
    ['2.1.2025', 'dmy', '2025-01-02'],
    ['2-1-2025', 'dmy', '2025-01-02'],
    ['２/１/２０２５', 'dmy', '2025-01-02'],
    ['02/01/2025 10:30', 'dmy', '2025-01-02'],
    ['02/01/2025, 10:30 pm', 'dmy', '2025-01-02'],
    ['45000', 'dmy', '2023-03-15'],
    ['45000.0', 'dmy', '2023-03-15'],
    ['45000.75', undefined, '2023-03-15'],
    ['20000', undefined, '1954-10-03'],
    ['80000', undefined, '2119-01-11'],
    ['3 March 2025', undefined, '2025-03-03'],
    ['3rd of March, 2025', undefined, '2025-03-03'],
    ['3-Mar-2025', 'mdy', '2025-03-03'],
    ['03MAR2025', undefined, '2025-03-03'],
    ['Mar 3, 2025', 'dmy', '2025-03-03'],
    ['March 3rd 2025', undefined, '2025-03-03'],
    ['Sept. 3, 2025', undefined, '2025-09-03'],
    ['Monday, 3 March 2025', undefined, '2025-03-03'],
    ['2025 March 3', undefined, '2025-03-03'],
    ['3 Maart 2025', undefined, '2025-03-03'],
    ['3 Mar 2025 10:00:00', undefined, '2025-03-03'],
    ['13/01/2025', undefined, '2025-01-13'],
    ['01/13/2025', undefined, '2025-01-13'],
    ['05.05.2025', undefined, '2025-05-05'],
    ['3. März 2025', undefined, '2025-03-03'],
    ['Montag, 3. März 2025', undefined, '2025-03-03'],
    ['Mo., 3. Dez. 2025', undefined, '2025-12-03'],
    ['1er août 2025', undefined, '2025-08-01'],
    ['lundi 3 février 2025', undefined, '2025-02-03'],
    ['3 de marzo de 2025', undefined, '2025-03-03'],
    ['lunes, 3 de enero del 2025', undefined, '2025-01-03'],
    ['segunda-feira, 3 de março de 2025', undefined, '2025-03-03'],
    ['1º de outubro de 2025', undefined, '2025-10-01'],
    ['3 gennaio 2025', undefined, '2025-01-03'],
    ['vrijdag 3 oktober 2025', undefined, '2025-10-03'],
    ['3 DÉCEMBRE 2025', undefined, '2025-12-03'],
  ])('%j under %s is %s', (raw, order, value) => {
    expect(read(raw, order)).toEqual({ value, issues: [] })
  })

  test('every day written in the declared order comes back as itself, and a day is its own normal form', () => {
    const date = fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(date, fc.constantFrom('/', '.', '-'), (at, mark) => {
        const iso = at.toISOString().slice(0, 10)
        const [year, month, day] = iso.split('-')
        expect(read([day, month, year].join(mark), 'dmy').value).toBe(iso)
        expect(read([month, day, year].join(mark), 'mdy').value).toBe(iso)
        expect(read([year, month, day].join(mark), 'ymd').value).toBe(iso)
        expect(read(iso)).toEqual({ value: iso, issues: [] })
      }),
    )
  })

  test('no text breaks it, and what it accepts is a day of the calendar', () => {
    const piece = fc.constantFrom(
      '2025',
      '03',
      '3',
      '31',
      '/',
      '-',
      '.',
      ' ',
      'Mar',
      'T',
      '10:00',
      'Z',
      ',',
      'th',
      '\ud800',
    )
    const text = fc.oneof(
      fc.array(piece).map((all) => all.join('')),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(text, fc.constantFrom<Order>('dmy', 'mdy', 'ymd', undefined), (raw, order) => {
        const { value } = read(raw, order)
        if (value !== null) expect(new Date(value).toISOString().slice(0, 10)).toBe(value)
      }),
      { numRuns: 3_000 },
    )
  })
})
