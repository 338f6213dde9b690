import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { organizationNameReader } from '../../../src/types/normalise/organization-name.ts'
import { legalFormsOf } from '../../../src/types/organizations/legal-forms.ts'

const read = organizationNameReader(legalFormsOf('ZA'), new Map())
const key = (raw: string) => read(raw).value?.key

describe('the name of an organization', () => {
  test.each([
    'n/a',
    'N.A.',
    'Unknown',
    '-',
    '---',
    'NaN',
    'none',
    'NULL',
    'tbc',
    'T.B.A.',
    '#N/A',
    '#REF!',
    '#VALUE!',
    '#DIV/0!',
    '0',
    '?',
    '★',
    'Pty Ltd',
    '(Pty) Ltd',
    'CC',
    'C.C.',
    '& Co',
    'Limited Company',
    'Inc.',
    'Unknown CC',
    'Close Corporation',
    'Ltd\u200b',
  ])('%j is no usable name', (raw) => {
    expect(read(raw)).toMatchObject({ value: null, issues: [{ code: 'unusable_name' }] })
  })

  test.each([null, '', '  ', '\u200b'])('%j is absent, without an issue', (raw) => {
    expect(read(raw)).toEqual({ value: null, issues: [] })
  })

  test.each([
    [
      'Blue Sky',
      [
        'BLUE SKY',
        'blue  sky',
        'BlueSky',
        'Blue-Sky',
        'Blue\u00a0Sky',
        '"Blue Sky"',
        'Blüe Ský',
        'Ｂｌｕｅ Sky',
        'Blue\u200b Sky',
      ],
    ],
    [
      'Blue Sky',
      [
        'Blue Sky (Pty) Ltd',
        'Blue Sky (PTY) LTD.',
        'Blue Sky Pty',
        'Blue Sky(Pty)Ltd',
        'Blue Sky PtyLtd',
        'Blue Sky Proprietary Limited',
        'Blue Sky CC',
        'Blue Sky C.C.',
        'Blue Sky NPC',
        'Blue Sky, Inc.',
        'Blue Sky Incorporated',
        'Blue Sky Limited',
        'Blue Sky LLC',
        'Blue Sky L.L.C.',
        'Blue Sky LLP',
        'Blue Sky PLC',
        'Blue Sky GmbH',
        'Blue Sky SOC Ltd',
        'Blue Sky (RF) (Pty) Ltd',
        'Blue Sky & Co',
        'Blue Sky and Company',
        'Blue Sky Corp.',
        'Blue Sky Corporation',
        'Blue Sky Close Corporation',
        'Blue Sky Non-Profit Company',
        'Blue Sky Limited Liability Company',
      ],
    ],
    ['Smith & Jones', ['Smith and Jones', 'SMITH AND JONES', 'Smith&Jones', 'Smith ＆ Jones (Pty) Ltd']],
    ["Joe's Air", ['Joes Air', 'Joe’s Air']],
    ['Straße Ørsted', ['STRASSE ORSTED', 'Strasse Orsted']],
    ['Łódź Æro', ['Lodz Aero']],
    ['S.A.A.', ['SAA']],
  ])('%j shares its key with its other spellings', (name, spellings) => {
    for (const spelling of spellings) expect(`${spelling}: ${key(spelling)}`).toBe(`${spelling}: ${key(name)}`)
  })

  test.each([
    ['Blue Sky', 'Blue Sky Trust'],
    ['Blue Sky', 'Blue Sky Academy'],
    ['Blue Sky', 'CC Blue Sky'],
    ['Ta', 'Tacc'],
    ['Blue Sky', 'Blue Sky Sand'],
    ['Blue 1', 'Blue 2'],
    ['北京航空', '上海航空'],
    ['がくえん', 'かくえん'],
  ])('%j and %j have two keys', (left, right) => {
    expect(key(left)).toBeTruthy()
    expect(key(left)).not.toBe(key(right))
  })

  test('a name in another script keeps a key', () => {
    for (const name of ['北京航空', 'Авиация', 'مطار', 'วิทยา', 'Αεροπορία ΑΕ', 'ब्लू स्काई'])
      expect(key(name)).toBeTruthy()
  })

  test('the display name keeps its spelling, tidied', () => {
    expect(read(' blue  SKY\t(Pty) Ltd ').value?.display).toBe('blue SKY (Pty) Ltd')
  })

  test('normalising the display name again gives the same name and key', () => {
    const words = fc.constantFrom('Blue', 'Sky', '(Pty)', 'Ltd', 'CC', 'and', '&', 'Co', 'C', '.', 'unknown', 'É', ' ')
    const name = fc.oneof(
      fc.array(words).map((all) => all.join(' ')),
      fc.string({ unit: 'binary' }),
      fc.string(),
    )
    fc.assert(
      fc.property(name, (raw) => {
        const once = read(raw)
        if (once.value !== null) {
          expect(read(once.value.display)).toEqual(once)
          expect(once.value.key).not.toBe('')
        }
      }),
      { numRuns: 2_000 },
    )
  })

  test('case, spacing and a legal suffix never change the key', () => {
    const stem = fc.stringMatching(/^[b-z][aeiou][b-z]{3,8}( [b-z][aeiou][f-z]{3,8}){0,3}$/)
    const suffix = fc.constantFrom('', ' (Pty) Ltd', ' CC', ' Inc.', ' & Co. Limited', ', LLC')
    fc.assert(
      fc.property(stem, suffix, (name, legal) => {
        fc.pre(read(name).value !== null)
        expect(key(`${name.toUpperCase().replaceAll(' ', '  ')}${legal}`)).toBe(key(name))
      }),
    )
  })
})
