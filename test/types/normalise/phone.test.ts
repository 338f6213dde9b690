import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalisePhone, splitPhones } from '../../../src/types/normalise/phone.ts'

const outcome = (raw: string | null, country = 'ZA') => {
  const { value, issues } = normalisePhone(raw, { country })
  return [value?.e164 ?? null, ...issues.map((issue) => issue.code)]
}

describe('a phone number', () => {
  test.each([
    ['8212345'],
    ['+278212345'],
    ['112'],
    ['10111'],
    ['8.21234567E8'],
    ['447911123456'],
    ['n/a'],
    ['abc'],
    ['+'],
    ['()'],
    ['0000000000'],
    ['082 123 456'],
    ['082 123 45678'],
    ['Fax: 011 123 4567'],
    ['info@x.example'],
    ['1'.repeat(10_000)],
  ])('%s is refused', (raw) => {
    expect(outcome(raw)).toEqual([null, 'invalid_phone'])
  })

  test.each([
    ['0821234567 0834567890'],
    ['0821234567/0834567890'],
    ['+27 82 123 4567 / +27 83 456 7890'],
    ['082-123-4567 or 083-456-7890'],
    ['0821234567\n0834567890'],
  ])('%s holds several values', (raw) => {
    expect(outcome(raw)).toEqual([null, 'several_values'])
  })

  test.each([
    ['082 123 4567'],
    ['082-123-4567'],
    ['(082) 123.4567'],
    ['821234567'],
    ['82 123 4567'],
    ['27821234567'],
    ['0027821234567'],
    ['270821234567'],
    ['+27821234567'],
    ['+27 (0)82 123 4567'],
    ['+27 (0)821234567'],
    ['0 8 2 1 2 3 4 5 6 7'],
  ])('%s is +27821234567', (raw) => {
    expect(outcome(raw)).toEqual(['+27821234567'])
  })

  test.each([
    ['O82 123 4567'],
    ['o821234567'],
    ['821234567.0'],
    ['27821234567.00'],
    ["'0821234567"],
    ['Tel: 082 123 4567'],
    ['Cell 0821234567'],
    ['082 123 4567 (work)'],
    ['+0821234567'],
    ['++27821234567'],
  ])('%s is repaired to +27821234567', (raw) => {
    expect(outcome(raw)).toEqual(['+27821234567', 'repaired'])
  })

  test.each([
    ['0821234567 ext 12'],
    ['0821234567 x12'],
    ['082 123 4567 Ext. 3'],
    ['0821234567 #3'],
    ['+27821234567;ext=5'],
  ])('%s loses its extension', (raw) => {
    expect(outcome(raw)).toEqual(['+27821234567', 'extension_apart'])
  })

  test.each([
    ['+1 415 555 2671', 'ZA', '+14155552671', 'fixed_line_or_mobile'],
    ['0044 20 7946 0958', 'ZA', '+442079460958', 'fixed_line'],
    ['07911 123456', 'gb', '+447911123456', 'mobile'],
    ['(415) 555-2671', 'us', '+14155552671', 'fixed_line_or_mobile'],
    ['+800 1234 5678', 'ZA', '+80012345678', 'toll_free'],
    ['0800 123 456', 'za', '+27800123456', 'toll_free'],
    ['087 123 4567', 'ZA', '+27871234567', 'voip'],
    ['011 123 4567', 'ZA', '+27111234567', 'fixed_line'],
    ['0861 123 456', 'ZA', '+27861123456', 'other'],
    ['082 123 4567', 'GB ', null, undefined],
  ])('%s read in %s is %s, %s', (raw, country, e164, type) => {
    const { value } = normalisePhone(raw, { country })
    expect([value?.e164 ?? null, value?.type]).toEqual([e164, type])
  })

  test('a national number without a country is refused, never guessed', () => {
    for (const country of ['QQ', '', 'South Africa']) {
      expect(outcome('0821234567', country)).toEqual([null, 'unknown_country'])
      expect(outcome('n/a', country)).toEqual([null, 'invalid_phone'])
      expect(outcome('0821234567 0834567890', country)).toEqual([null, 'several_values'])
      expect(outcome('+44 20 7946 0958', country)).toEqual(['+442079460958'])
      expect(outcome('0044 20 7946 0958', country)).toEqual(['+442079460958'])
    }
  })

  test('a blank cell has no value and no issue', () => {
    for (const raw of [null, '', ' ']) expect(outcome(raw)).toEqual([null])
  })

  test('any text gives a number that normalises to itself in every country, or none', () => {
    const near = fc.string({ unit: fc.constantFrom(...'0123456789+ ()-.xO/'), minLength: 7, maxLength: 22 })
    const national = fc.stringMatching(/^0[1-9]\d{8}$/)
    const abroad = fc.stringMatching(/^\+(?:1|44|49|39|54|52|267|264|61)\d{8,11}$/)
    const country = fc.constantFrom('ZA', 'us', 'IT', 'AR', 'MX', '??')
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), near, national, abroad), country, (raw, region) => {
        const { value } = normalisePhone(raw, { country: region })
        if (value === null) return
        expect(value.e164).toMatch(/^\+[1-9]\d{6,14}$/)
        expect(normalisePhone(value.e164, { country: 'ZA' })).toEqual({ value, issues: [] })
        expect(normalisePhone(` ${value.e164}`, { country: 'US' })).toEqual({ value, issues: [] })
      }),
      { numRuns: 3_000 },
    )
  })
})

describe('a cell of phone numbers', () => {
  test.each([
    ['', []],
    [' ; /', []],
    [' n/a ', ['n/a']],
    ['082 123 4567', ['082 123 4567']],
    ['+27 (0)82 123 4567', ['+27 (0)82 123 4567']],
    ['+27 82 123 4567 ext 12', ['+27 82 123 4567 ext 12']],
    ['082 123 4567,083 456 7890;  | 011 123 4567', ['082 123 4567', '083 456 7890', '011 123 4567']],
    ['011 123 4567 or 082 123 4567 and 083 456 7890', ['011 123 4567', '082 123 4567', '083 456 7890']],
    ['011 123 4567 & 082 123 4567', ['011 123 4567', '082 123 4567']],
    ['0821234567\r\n0834567890', ['0821234567', '0834567890']],
    ['0821234567 0834567890', ['0821234567', '0834567890']],
    ['08212345670834567890', ['0821234567', '0834567890']],
    ['082 123 4567 083 456 7890', ['0821234567', '0834567890']],
    ['0821234567 - 0834567890', ['0821234567', '0834567890']],
    ['821234567 834567890', ['821234567', '834567890']],
    ['+27821234567 0834567890', ['+27821234567', '0834567890']],
    ['+44 20 7946 0958 +27 82 123 4567', ['+44 20 7946 0958', '+27 82 123 4567']],
  ])('%j splits into %j', (cell, parts) => {
    expect(splitPhones(cell)).toEqual(parts)
  })

  test('two numbers written side by side both come out', () => {
    const number = fc.stringMatching(/^0(?:82|83|11)[1-9]\d{6}$/)
    fc.assert(
      fc.property(
        number,
        number,
        fc.constantFrom('', ' ', ' / ', ';', ', ', ' or ', '\n', ' & '),
        (left, right, between) => {
          expect(splitPhones(left + between + right)).toEqual([left, right])
        },
      ),
    )
  })
})
