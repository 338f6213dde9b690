import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { country } from '../../src/types/country.ts'

const read = (raw: string, home = 'ZA') => {
  const { value, issues } = country.reader({}, { country: home }).normalise(raw)
  return [value, ...issues.map(({ code }) => code)]
}
const recognised = (label: string, sample: readonly string[]) => country.recognise({ label, sample, country: 'ZA' })

describe('a country', () => {
  test.each([
    ['Atlantis', 'unknown_country'],
    ['Cape Town', 'unknown_country'],
    ['ZZ', 'unknown_country'],
    ['999', 'unknown_country'],
    ['__proto__', 'unknown_country'],
    ['constructor', 'unknown_country'],
    ['x'.repeat(200), 'unknown_country'],
    ['Congo', 'ambiguous_country'],
    ['Yugoslavia', 'former_country'],
    ['USSR', 'former_country'],
    ['Czechoslovakia', 'former_country'],
    ['East Germany', 'former_country'],
    ['YUG', 'former_country'],
  ])('%j is refused as %s', (raw, code) => {
    expect(read(raw)).toEqual([null, code])
  })

  test.each([
    ['ZA', 'ZA'],
    ['za', 'ZA'],
    ['ZAF', 'ZA'],
    ['710', 'ZA'],
    ['South Africa', 'ZA'],
    ['SOUTH-AFRICA', 'ZA'],
    ['Suid-Afrika', 'ZA'],
    ['Südafrika', 'ZA'],
    ['Afrique du Sud', 'ZA'],
    ['Republic of South Africa', 'ZA'],
    ['RSA', 'ZA'],
    ['Deutschland', 'DE'],
    ['Allemagne', 'DE'],
    ['Alemania', 'DE'],
    ['Германия', 'DE'],
    ['ألمانيا', 'DE'],
    ['德国', 'DE'],
    ['Almanya', 'DE'],
    ['U.S.A.', 'US'],
    ['usa', 'US'],
    ['Estados Unidos', 'US'],
    ['The Netherlands', 'NL'],
    ['Holland', 'NL'],
    ['Niederlande', 'NL'],
    ["Cote d'Ivoire", 'CI'],
    ['Türkiye', 'TR'],
    ['Turkey', 'TR'],
    ['Burma', 'MM'],
    ['MY', 'MY'],
    ['036', 'AU'],
    ['Great Britain', 'GB'],
    ['Congo-Kinshasa', 'CD'],
    ['Namibië', 'NA'],
  ])('%j is %s', (raw, code) => {
    expect(read(raw)).toEqual([code])
  })

  test.each([
    ['UK', 'GB'],
    ['u.k.', 'GB'],
    ['England', 'GB'],
    ['Scotland', 'GB'],
    ['EL', 'GR'],
    ['36', 'AU'],
    ['36.0', 'AU'],
  ])('%j is taken for %s, with a word about it', (raw, code) => {
    expect(read(raw)).toEqual([code, 'repaired'])
  })

  test('two letters that mean another country at home are not guessed there', () => {
    expect(read('SA', 'ZA')).toEqual([null, 'ambiguous_country'])
    expect(read('SA', 'GB')).toEqual(['SA'])
  })

  test.each(['', ' ', '-', 'unknown', 'n/a'])('%j says nothing', (raw) => {
    expect(read(raw)).toEqual([null])
  })

  test('columns of countries are told by label and by content', () => {
    expect(recognised('', ['South Africa', 'Namibia', 'Botswana'])).toBeGreaterThan(0.8)
    expect(recognised('Land', ['Deutschland', 'Frankreich'])).toBeGreaterThan(0.9)
    expect(recognised('Country', ['ZA', 'UK', 'DE'])).toBeGreaterThan(0.9)
    expect(recognised('First name', ['Georgia', 'Jordan', 'Chad'])).toBeLessThan(0.3)
    expect(recognised('Country name', ['Georgia', 'Jordan', 'Chad'])).toBeGreaterThan(0.9)
    expect(recognised('County', ['Kent', 'Devon'])).toBeLessThan(0.1)
    expect(recognised('Code', ['710', '36', '4'])).toBeLessThan(0.1)
    expect(recognised('Website', ['NA', 'NA', 'na'])).toBeLessThan(0.1)
    expect(recognised('Website', ['No', 'No', 'Yes', 'No'])).toBeLessThan(0.1)
    expect(recognised('', ['CA', 'IL', 'GA', 'AL'])).toBeLessThan(0.5)
    expect(recognised('City', ['Paris', 'Lagos'])).toBeLessThan(0.1)
  })

  test('any text is a country that stays itself, or none', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[A-Za-z.]{1,4}$/)), (raw) => {
        const [value] = read(raw)
        if (typeof value !== 'string') return
        if (value !== 'SA') expect(read(value)).toEqual([value])
        expect(country.schema({}).safeParse(value).success).toBe(true)
      }),
    )
  })
})
