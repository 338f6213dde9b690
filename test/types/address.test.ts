import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { address } from '../../src/types/address.ts'

const context = { country: 'ZA' }
const read = (raw: string, country = 'ZA') => {
  const { value, issues } = address.reader({}, { country }).normalise(raw)
  return [value, ...issues.map(({ code }) => code)]
}
const part = (name: string, value: string) =>
  address.parts.find((one) => one.name === name)?.of(value, { country: 'ZA' })
const recognised = (label: string, sample: readonly string[], country = 'ZA') =>
  address.recognise({ label, sample, country })
const join = (given: Record<string, string | null>) => address.assembly?.join(given, context)

describe('an address', () => {
  test.each(['n/a', '-', '123', 'same as above', 'no address'])('%j is refused', (raw) => {
    expect(read(raw)).toEqual([null, 'invalid_address'])
  })

  test('its country says how kinds of street are written out', () => {
    expect(read('12 Main Rd, Cape Town', 'ZA')).toEqual(['12 Main Road, Cape Town'])
    expect(read('Hauptstr. 5, 10115 Berlin', 'DE')).toEqual(['Hauptstraße 5, 10115 Berlin'])
  })

  test.each([
    'Cape Town',
    'Cape Town, 8001',
    'Kimberley, Northern Cape',
    '10115 Berlin',
    'Paris, France',
    'London SW1A 1AA',
    'San Francisco, CA 94103',
    'ул',
    'Москва',
    'Świdnica, 58-100',
  ])('%j is only a town, and does not weigh as an address', (raw) => {
    expect(part('detail', raw)).toBeNull()
    expect(part('places', raw)).toBeNull()
  })

  test.each([
    '12 Main Road',
    'Main Road, Cape Town',
    'PO Box 12, Durban',
    'Hauptstraße, Berlin',
    'Keizersgracht 1, Amsterdam',
    '5 rue de la Paix',
    'Calle Mayor 5',
    'Unit 3',
    '北京市建国路88号',
    'ул. Ленина 5, Москва',
    'E 51st, Chicago',
  ])('%j says more than a town', (raw) => {
    expect(part('detail', raw)).not.toBeNull()
  })

  test.each<[string, string | null]>([
    ['12 Main Road, Cape Town, 8001', '8001'],
    ['1234 Main Road, Cape Town', null],
    ['Kerkstraat 1234', null],
    ['10 Downing Street, London SW1A 2AA', 'SW1A2AA'],
    ['27 Washington Oak Park IL 60302', '60302'],
    ['Hauptstraße 5, 10115 Berlin', '10115'],
    ['Damrak 1, 1012 AB Amsterdam', '1012AB'],
    ['1 Rideau St, Ottawa K1A 0B1', 'K1A0B1'],
    ['Rua Augusta, 1200, 01310-100', '01310100'],
    ['12 Main Road', null],
  ])('the postcode of %j is %j', (raw, postcode) => {
    expect(part('postcode', raw)).toBe(postcode)
  })

  test('numbers and words are told apart, and a street named by a number is a word', () => {
    expect(part('numbers', '221b Baker Street, Flat 3, London NW1 6XE')).toEqual(['221b', '3'])
    expect(part('words', '221b Baker Street, Flat 3, London NW1 6XE')).toEqual(['baker', 'london'])
    expect(part('words', '707 E 37th Street')).toEqual(['37th'])
    expect(part('numbers', 'Main Road')).toBeNull()
  })

  test('two spellings of one place share a block, and two houses of a street do not', () => {
    const share = (one: string, other: string) => {
      const keys = part('places', one) as readonly string[]
      return (part('places', other) as readonly string[]).some((key) => keys.includes(key))
    }
    expect(share('12 Main Road, Cape Town, 8001', '12 Main Rd')).toBe(true)
    expect(share('12 Main Road, Cape Town, 8001', '12 Maine Road, 8001')).toBe(true)
    expect(share('12 Main Road, Cape Town, 8001', '14 Main Road, Cape Town, 8001')).toBe(false)
  })

  test('parts make one line, each said once, and blanks and placeholders nothing', () => {
    expect(join({ street: '12 Main Road,', city: 'Cape Town', postcode: '8001', country: 'ZA', unit: 'Unit 3' })).toBe(
      'Unit 3, 12 Main Road, Cape Town, 8001, ZA',
    )
    expect(join({ street: '12 Main Road, Cape Town', city: 'CAPE TOWN', postcode: null })).toBe(
      '12 Main Road, Cape Town',
    )
    expect(join({ street: 'n/a', city: ' ', postcode: null })).toBeNull()
    const parts = ['Street', 'Town', 'PLZ', 'Billing city', 'Address line 2', 'Phone'].map(
      (label) => address.assembly?.partOf?.({ label, sample: [], country: '' })?.part,
    )
    expect(parts).toEqual(['street', 'city', 'postcode', 'city', 'unit', undefined])
  })

  test('columns of addresses are told from e-mails, names, notes and towns', () => {
    const lines = ['221 E. 51st St. ', '316 N Pulaski Rd', '12 Main Road, Cape Town']
    expect(recognised('Address', lines)).toBeGreaterThan(0.95)
    expect(recognised('', lines)).toBeGreaterThan(0.5)
    expect(recognised('Anschrift', ['Hauptstr. 5, 10115 Berlin'], 'DE')).toBeGreaterThan(0.9)
    expect(recognised('street_address', ['Amalinda Drive,', '04 Bullie Road', 'Mangosuthu Highway'])).toBeGreaterThan(
      0.9,
    )
    expect(recognised('E-mail address', ['a@b.example', 'c@d.example'])).toBeLessThan(0.1)
    expect(recognised('Web address', ['https://a.example'])).toBeLessThan(0.1)
    expect(recognised('City', ['Paris', 'Cape Town'])).toBeLessThan(0.1)
    expect(recognised('Name', ['Acme Ltd', 'Bolt and Sons'])).toBeLessThan(0.1)
  })

  test('any text is an address that stays itself, or none; its parts never fail', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[A-Za-z0-9 ,./-]{0,30}$/)), (raw) => {
        const [value] = read(raw)
        if (typeof value !== 'string') return
        expect(read(value)).toEqual([value])
        for (const { of } of address.parts) expect(of(value, { country: 'ZA' })).not.toBeUndefined()
      }),
    )
  })
})
