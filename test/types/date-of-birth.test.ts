import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { date } from '../../src/types/date.ts'
import { dateOfBirth } from '../../src/types/date-of-birth.ts'

const reader = dateOfBirth.reader({}, { country: 'ZA', dateOrder: 'dmy' })
const read = (raw: string) => {
  const { value, issues } = reader.normalise(raw)
  return [value, ...issues.map(({ code }) => code)]
}
const part = (name: string, value: string) =>
  dateOfBirth.parts.find((one) => one.name === name)?.of(value, { country: 'ZA' })

describe('a date of birth', () => {
  test.each([
    ['2199-01-01', 'implausible_date_of_birth'],
    ['1900-01-01', 'placeholder_date_of_birth'],
    ['01/01/1900', 'placeholder_date_of_birth'],
    ['1899-05-05', 'not_a_date'],
    ['17/02/84', 'two_digit_year'],
    ['1984', 'partial_date'],
    ['unborn', 'not_a_date'],
  ])('%j is refused as %s', (raw, code) => {
    expect(read(raw)).toEqual([null, code])
  })

  test.each([
    ['17/02/1984', '1984-02-17'],
    ['1984-02-17', '1984-02-17'],
    ['17 février 1984', '1984-02-17'],
    ['01/01/1970', '1970-01-01'],
  ])('%j is %j', (raw, value) => {
    expect(read(raw)).toEqual([value])
  })

  test('today is a day of birth, and tomorrow is none', () => {
    const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10)
    expect(read(day(0))[0]).toBe(day(0))
    expect(read(day(2))[0]).toBeNull()
  })

  test('day and month swapped are told where the other way round is another day', () => {
    expect(part('swapped', '1984-02-07')).toBe('19840702')
    expect(part('swapped', '1984-02-17')).toBeNull()
    expect(part('swapped', '1984-02-02')).toBeNull()
    expect(part('digits', '1984-02-07')).toBe('19840207')
    expect(part('year', '1984-02-07')).toBe('1984')
  })

  test('two people born years apart are two, and a slip of a digit, of a day or of day and month keeps nobody apart', () => {
    const levels = dateOfBirth.compare?.({ value: 'born', isList: false, part: (name) => `born_${name}` }) ?? []
    expect(levels.flatMap(({ label, isApart }) => (isApart ? [label] : []))).toEqual(['other dates of birth'])
    expect(levels.at(-1)).toMatchObject({ label: 'other dates of birth', isApart: true })
  })

  test('its column is told from that of other days by its label', () => {
    const sample = ['17/02/1984', '03/11/1990']
    for (const label of [
      'Date of birth',
      'DOB',
      'Geboortedatum',
      'Fecha de nacimiento',
      'Data di nascita',
      'Member DOB',
    ]) {
      const column = { label, sample, country: 'ZA' }
      expect(dateOfBirth.recognise(column), label).toBeGreaterThan(0.85)
      expect(dateOfBirth.recognise(column), label).toBeGreaterThan(date.recognise(column))
    }
    const other = { label: 'Joined', sample, country: 'ZA' }
    expect(dateOfBirth.recognise(other)).toBeLessThan(date.recognise(other))
    expect(dateOfBirth.recognise({ label: 'Place of birth', sample: ['Paarl'], country: 'ZA' })).toBeLessThan(0.2)
  })

  test('it is shown to nobody who need not see it', () => {
    expect(dateOfBirth.mask('1984-02-17', {})).not.toMatch(/1984|02/)
  })

  test('any text is a day that stays itself, or none', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^\d{1,2}[/. ]\d{1,2}[/. ]\d{4}$/)),
        (raw) => {
          const [value] = read(raw)
          if (typeof value === 'string') expect(read(value)).toEqual([value])
        },
      ),
    )
  })
})
