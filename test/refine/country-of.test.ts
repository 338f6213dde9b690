import { describe, expect, test } from 'vitest'
import { type CountryEvidence, countryOf } from '../../src/refine/country-of.ts'

const nothing: CountryEvidence = { province: null, phones: [], address: null, default: 'za' }

describe('the country of a record', () => {
  test('a South African province decides over everything else', () => {
    expect(countryOf({ ...nothing, province: 'Gauteng', phones: ['+442079460958'], default: 'GB' })).toBe('ZA')
  })

  test('a text that is no province decides nothing', () => {
    expect(countryOf({ ...nothing, province: 'Ontario', default: 'ca' })).toBe('CA')
  })

  test('the first phone that belongs to a country comes next', () => {
    expect(countryOf({ ...nothing, phones: ['+80012345678', 'garbage', '+442079460958', '+27821234567'] })).toBe('GB')
    expect(countryOf({ ...nothing, phones: ['+27821234567'], address: 'Gaborone, Botswana' })).toBe('ZA')
  })

  test.each([
    ['1 Main Road, Gaborone, Botswana', 'BW'],
    ['1 Main Road, Windhoek, NAMIBIA.', 'NA'],
    ['x, UK', 'GB'],
    ['x, United Kingdom', 'GB'],
    ['x, USA', 'US'],
    ['x, RSA', 'ZA'],
    ['1 Botswana Road, Town', 'ZA'],
    ['x, European Union', 'ZA'],
    [',', 'ZA'],
  ])('an address %s says %s', (address, country) => {
    expect(countryOf({ ...nothing, address })).toBe(country)
  })

  test('the default answers when nothing tells, upper-cased', () => {
    expect(countryOf(nothing)).toBe('ZA')
  })
})
