import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nameKey, normalisePersonName } from '../../../src/types/normalise/person-name.ts'

const read = (raw: string | null) => normalisePersonName(raw, { country: 'ZA' })
const codes = (raw: string) => read(raw).issues.map((issue) => issue.code)

describe('normalisePersonName', () => {
  test.each([
    ['n/a', 'unusable_name'],
    ['Unknown', 'unusable_name'],
    ['-', 'unusable_name'],
    [',', 'unusable_name'],
    ['Dr.', 'unusable_name'],
    ['Mr & Mrs', 'unusable_name'],
    ['Mr Mr', 'unusable_name'],
    ['lerato@fly.example', 'not_a_person_name'],
    ['082 123 4567', 'not_a_person_name'],
    ['Lerato 2', 'not_a_person_name'],
    ['Lerato ٣', 'not_a_person_name'],
    ['www.fly.example', 'not_a_person_name'],
  ])('%j is refused as %s', (raw, code) => {
    expect(read(raw).value).toBeNull()
    expect(codes(raw)).toEqual([code])
  })

  test.each([null, '', ' \u200b '])('%j is absent, without an issue', (raw) => {
    expect(read(raw)).toEqual({ value: null, issues: [] })
  })

  test.each([
    ['Mokoena, Lerato', 'Lerato Mokoena'],
    ['MOKOENA,LERATO', 'Lerato Mokoena'],
    ['Mokoena, Dr. Lerato', 'Lerato Mokoena'],
    ['Dr Mokoena, Lerato', 'Lerato Mokoena'],
    ['Mokoena Mr, Lerato', 'Lerato Mokoena'],
    ['van der Merwe, Johan Pieter', 'Johan Pieter van der Merwe'],
    ['Lerato Mokoena, PhD', 'Lerato Mokoena'],
    ['Mokoena, Lerato, Jr', 'Lerato Mokoena Jr.'],
    ['Lerato,', 'Lerato'],
    ['Mr Lerato Mokoena', 'Lerato Mokoena'],
    ['Mr.Lerato Mokoena', 'Lerato Mokoena'],
    ['Prof. Dr. Lerato Mokoena', 'Lerato Mokoena'],
    ['Capt Lerato Mokoena', 'Lerato Mokoena'],
    ['ADV. LERATO MOKOENA', 'Lerato Mokoena'],
    ['Mr. & Mrs. Mokoena', 'Mokoena'],
    ['Mr and Mrs Mokoena', 'Mokoena'],
    ['Lerato Mokoena (Mr)', 'Lerato Mokoena (Mr)'],
    ['Drake Mrsic', 'Drake Mrsic'],
    ['Col Nkosi', 'Col Nkosi'],
    ['Col. Nkosi', 'Nkosi'],
    ['JOHAN VAN DER MERWE', 'Johan van der Merwe'],
    ['johan von berg', 'Johan von Berg'],
    ['YUSUF BIN SALEH', 'Yusuf bin Saleh'],
    ['de villiers', 'De Villiers'],
    ['SIPHO MCDONALD', 'Sipho McDonald'],
    ["sean o'brien", "Sean O'Brien"],
    ["NANG'OMA PHIRI", "Nang'oma Phiri"],
    ['JP NG', 'JP Ng'],
    ['J.P. NKOSI', 'J.P. Nkosi'],
    ['ANNE-MARIE DUBE III', 'Anne-Marie Dube III'],
    ['ÉMILE ZUMA', 'Émile Zuma'],
    ['Lerato MOKOENA', 'Lerato MOKOENA'],
    ['LeRoy deWet', 'LeRoy deWet'],
    ['  Lerato \u00a0 Mokoena\u200b ', 'Lerato Mokoena'],
    ['李小龍', '李小龍'],
    ['ŉa', 'ʼNa'],
  ])('%j is read as %j', (raw, value) => {
    expect(read(raw)).toEqual({ value, issues: [] })
  })

  test.each(['Lerato Mokoena, Thabo Nkosi', 'Lerato, Thabo, Sipho'])(
    'the commas of %j may separate people, so nothing is moved',
    (raw) => {
      expect(read(raw).value).toBe(raw)
      expect(codes(raw)).toEqual(['ambiguous_name_order'])
    },
  )

  test('a name is its own normal form', () => {
    const words = fc.constantFrom(
      'Mr',
      'mrs.',
      'DR',
      'Col.',
      'LERATO',
      'mokoena',
      'van',
      'DER',
      "o'neil",
      'jp',
      'PhD',
      'Jr',
      ',',
      ', ',
      '&',
      'and',
      '-',
      'ß',
      'ŉ',
    )
    const pieces = fc.array(words, { maxLength: 7 })
    const name = fc.oneof(
      pieces.map((all) => all.join(' ')),
      pieces.map((all) => all.join('')),
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
    )
    fc.assert(
      fc.property(name, (raw) => {
        const once = read(raw)
        if (once.value !== null) expect(read(once.value)).toEqual(once)
      }),
      { numRuns: 5_000 },
    )
  })

  test('a very long cell of separators is read in one pass', () => {
    expect(read(`a${'-'.repeat(9_000)}b`).value).not.toBeNull()
    expect(read('mr '.repeat(3_000)).value).toBeNull()
  })
})

describe('nameKey', () => {
  test.each(['LERATO MOKOENA', 'lerato  mokoena', 'Lerató-Mokoena', 'Lerato Mokoena.'])('%j is one person', (name) => {
    expect(nameKey(name)).toBe(nameKey('Lerato Mokoena'))
  })

  test('other letters make another person, in every script', () => {
    expect(nameKey('李小龍')).not.toBe(nameKey('李小龙'))
    expect(nameKey("O'Brien")).toBe(nameKey('OBrien'))
    expect(nameKey('Lerato')).not.toBe(nameKey('Lerata'))
  })
})
