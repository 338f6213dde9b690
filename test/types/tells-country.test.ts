import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isCountryCode } from '../../src/types/normalise/country.ts'
import { types } from '../../src/types/registry.ts'

const telling = [...types.values()].filter(({ tellsCountry }) => tellsCountry !== null)
const told = (type: string, value: string, country = 'GB') => types.get(type)?.tellsCountry?.of(value, { country })

describe('a value that tells a country', () => {
  it('is asked in the order of how well its type does', () => {
    const order = telling.toSorted((a, b) => (b.tellsCountry?.rank ?? 0) - (a.tellsCountry?.rank ?? 0))
    expect(order.map(({ id }) => id)).toEqual(['country', 'region', 'phone', 'address'])
    expect(new Set(telling.map(({ tellsCountry }) => tellsCountry?.rank)).size).toBe(telling.length)
  })

  it.each(['phone', 'address'])('of type %s is a country or none, for any text', (type) => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const country = told(type, text)
        expect(country === null || isCountryCode(country ?? '')).toBe(true)
      }),
    )
  })

  it('a region by the country of its column, or by its code', () => {
    expect(told('region', 'Gauteng', 'ZA')).toBe('ZA')
    expect(told('region', 'DE-BY', 'ZA')).toBe('DE')
    expect(told('region', 'Gauteng', '')).toBeNull()
  })

  it('an address where it ends with a country that is written out', () => {
    expect(told('address', '1 High Street, London, United Kingdom')).toBe('GB')
    expect(told('address', 'Hangar 3, Windhoek, Namibia.')).toBe('NA')
    expect(told('address', '12 Main Road, Cape Town, RSA')).toBe('ZA')
  })

  it('an address does not by two letters, by a country that is all of it, or by one in the middle', () => {
    for (const text of [
      '1 Main Road, Austin, TX',
      '1 Main Road, Los Angeles, CA',
      'Namibia',
      'Namibia Street, London',
      '',
    ])
      expect(told('address', text), text).toBeNull()
  })
})
