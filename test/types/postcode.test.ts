import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { postcode } from '../../src/types/postcode.ts'

const read = (raw: string, country = 'ZA') => {
  const { value, issues } = postcode.reader({}, { country }).normalise(raw)
  return [value, ...issues.map(({ code }) => code)]
}
const recognised = (label: string, sample: readonly string[], country = 'ZA') =>
  postcode.recognise({ label, sample, country })
const area = (value: string) => postcode.parts[0]?.of(value, { country: 'ZA' })

describe('a postcode', () => {
  test.each<[string, string]>([
    ['Cape Town', 'ZA'],
    ['0000', 'ZA'],
    ['00000', 'DE'],
    ['12 Main Road, Cape Town', 'ZA'],
    ['SW1A 1AA; E1 6AN', 'GB'],
    ['#8001', 'ZA'],
    ['x'.repeat(40), 'GB'],
  ])('%j in %s is refused', (raw, country) => {
    expect(read(raw, country)).toEqual([null, 'invalid_postcode'])
  })

  test.each<[string, string, string]>([
    ['02134', 'US', '02134'],
    ['02134-1000', 'US', '02134-1000'],
    ['021341000', 'US', '02134-1000'],
    ['0001', 'ZA', '0001'],
    ['8001.0', 'ZA', '8001'],
    ['sw1a1aa', 'GB', 'SW1A 1AA'],
    ['M1  1ae', 'GB', 'M1 1AE'],
    ['gir 0aa', 'GB', 'GIR 0AA'],
    ['1012ab', 'NL', '1012 AB'],
    ['NL-1012 AB', 'NL', '1012 AB'],
    ['D-10115', 'DE', '10115'],
    ['F-75001', 'FR', '75001'],
    ['k1a0b1', 'CA', 'K1A 0B1'],
    ['11455', 'SE', '114 55'],
    ['1000001', 'PT', '1000-001'],
    ['01310100', 'BR', '01310-100'],
    ['150-0001', 'JP', '150-0001'],
    ['00950', 'PL', '00-950'],
    ['d02af30', 'IE', 'D02 AF30'],
    ['LV1010', 'LV', 'LV-1010'],
    ['l-1009', 'LU', '1009'],
    ['８００１', 'ZA', '8001'],
    ['ab 12', 'XX', 'AB 12'],
    ['0012', 'XX', '0012'],
  ])('%j in %s is %j', (raw, country, value) => {
    expect(read(raw, country)).toEqual([value])
  })

  test('zeros that a spreadsheet took off come back only where the country has digits of one length', () => {
    expect(read('2134', 'US')).toEqual(['02134', 'repaired'])
    expect(read('1', 'ZA')).toEqual(['0001', 'repaired'])
    expect(read('1067', 'DE')).toEqual(['01067', 'repaired'])
    expect(read('501', 'US')).toEqual(['00501', 'repaired'])
    expect(read('12', 'DE')).toEqual(['12', 'unusual_postcode'])
    expect(read('213', 'XX')).toEqual(['213'])
    expect(read('112', 'GB')).toEqual(['112', 'unusual_postcode'])
  })

  test('what another country writes stays, with a remark', () => {
    expect(read('sw1a 1aa', 'ZA')).toEqual(['SW1A 1AA', 'unusual_postcode'])
    expect(read('8001', 'GB')).toEqual(['8001', 'unusual_postcode'])
  })

  test.each(['', ' ', 'n/a', '-', 'unknown'])('%j says nothing', (raw) => {
    expect(read(raw)).toEqual([null])
  })

  test('its area is what its first signs name', () => {
    expect(['SW1A 1AA', '8001', '02134-1000', '1012 AB', 'LV-1010', '00-950'].map(area)).toEqual([
      'SW1A',
      '800',
      '02134',
      '1012',
      '101',
      '00',
    ])
  })

  test('columns of postcodes are told by label, or by a shape with letters', () => {
    expect(recognised('Zip', ['60302', '60601'], 'US')).toBeGreaterThan(0.9)
    expect(recognised('PLZ', ['10115', '01067'], 'DE')).toBeGreaterThan(0.9)
    expect(recognised('', ['SW1A 1AA', 'M1 1AE'], 'GB')).toBeGreaterThan(0.8)
    expect(recognised('', ['SW1A 1AA', 'M1 1AE'], '')).toBeGreaterThan(0.8)
    expect(recognised('ID', ['8001', '7700'])).toBeLessThan(0.1)
    expect(recognised('Year', ['1998', '2004'])).toBeLessThan(0.1)
    expect(recognised('Postal area', ['East London', 'Mobeni'])).toBeLessThan(0.1)
  })

  test('any text gives a postcode that stays itself, or none', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.stringMatching(/^[A-Za-z0-9 -]{1,12}$/)),
        fc.constantFrom('ZA', 'US', 'GB', 'NL', 'LV', 'SE', 'PT', 'DE', 'AR', 'LU', 'XX', ''),
        (raw, country) => {
          const [value] = read(raw, country)
          if (typeof value === 'string') expect(read(value, country)[0]).toBe(value)
          if (typeof value === 'string') expect(postcode.schema({}).safeParse(value).success).toBe(true)
        },
      ),
      { numRuns: 1_000 },
    )
  })
})
