import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isoDays, isoMicros, timeOf } from '../../src/engine/iso-time.ts'

describe('a day', () => {
  test.each([
    ['1970-01-01', 0],
    ['1969-12-31', -1],
    ['2024-02-29', 19_782],
    ['0001-01-01', -719_162],
    ['9999-12-31', 2_932_896],
  ])('%s lies %i days from 1970', (text, days) => expect(isoDays(text)).toBe(days))

  test.each([
    '',
    '2023-02-29',
    '2024-13-01',
    '2024-00-10',
    '24-01-01',
    '2024-1-1',
    '2024-01-01T00:00:00Z',
    'today',
    ' 2024-01-01',
  ])('%j is none, and the message does not show it', (text) => {
    expect(() => isoDays(text)).toThrow(RangeError)
    expect(() => isoDays(text)).toThrow(/^A day is written as 2026-01-31; this is none\.$/)
  })
})

describe('a time', () => {
  test('keeps its microseconds, before 1970 too', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n }), (micros) => {
        expect(isoMicros(timeOf(micros) ?? '')).toBe(micros)
      }),
    )
  })

  test.each([
    ['2024-02-29T10:00:00+02:00', '2024-02-29T08:00:00.000000Z'],
    ['2024-02-29T23:30:00.5-01:30', '2024-03-01T01:00:00.500000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000000Z'],
  ])('%s is %s', (text, utc) => expect(timeOf(isoMicros(text))).toBe(utc))

  test.each([
    '2024-02-29T10:00:00',
    '2024-02-29',
    '2024-02-30T10:00:00Z',
    '2024-02-29T24:00:00Z',
    '2024-02-29T10:61:00Z',
    '',
  ])('%j is none', (text) => expect(() => isoMicros(text)).toThrow(RangeError))
})
