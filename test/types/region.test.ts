import fc from 'fast-check'
import { iso31662 } from 'iso-3166'
import { describe, expect, test } from 'vitest'
import { region } from '../../src/types/region.ts'
import { SOUTH_AFRICA } from '../../src/types/regions/south-africa.ts'
import { foldWords } from '../../src/types/text/fold-text.ts'

const readerOf = (country: string, as: 'name' | 'code' = 'name') => region.reader({ as }, { country })
const read = (raw: string, country = 'ZA', as: 'name' | 'code' = 'name') => {
  const { value, issues } = readerOf(country, as).normalise(raw)
  return [value, ...issues.map(({ code }) => code)]
}
const recognised = (label: string, sample: readonly string[], country = 'ZA') =>
  region.recognise({ label, sample, country })
const COUNTRIES = [...new Set(iso31662.map(({ code }) => code.slice(0, 2)))]

describe('a region', () => {
  test.each(['Gujarat', 'Gujarāt', 'GJ', 'GUJARAT'])('%s of India is written as people there write it', (raw) =>
    expect(read(raw, 'IN')[0]).toBe('Gujarat'),
  )

  test.each<[string, string]>([
    ['Atlantis', 'ZA'],
    ['Gauteng / Western Cape', 'ZA'],
    ['Middelburg', 'ZA'],
    ['Province', 'ZA'],
    ['South Africa', 'ZA'],
    ['Gauteng', 'BW'],
    ['GP', 'US'],
    ['Newcastle', 'US'],
    ['US-CA', 'ZA'],
    ['Great Britain', 'GB'],
    ['__proto__', 'ZA'],
    ['constructor', 'US'],
    ['CA', 'ZZ'],
    ['x'.repeat(500), 'ZA'],
  ])('%j in %s is refused', (raw, country) => {
    expect(read(raw, country)).toEqual([null, 'unknown_region'])
  })

  test.each<[string, string, string]>([
    ['GP', 'ZA', 'Gauteng'],
    ['ZA-GP', 'ZA', 'Gauteng'],
    ['za gp', 'ZA', 'Gauteng'],
    ['KZN', 'ZA', 'KwaZulu-Natal'],
    ['Kwazulu Natal', 'ZA', 'KwaZulu-Natal'],
    ['KwaZulu-Natal Province', 'ZA', 'KwaZulu-Natal'],
    ['Free State Province', 'ZA', 'Free State'],
    ['Province of the Western Cape', 'ZA', 'Western Cape'],
    ['North-West', 'ZA', 'North West'],
    ['W. Cape', 'ZA', 'Western Cape'],
    ['Durban / Gauteng', 'ZA', 'Gauteng'],
    ['CA', 'US', 'California'],
    ['US-CA', 'US', 'California'],
    ['Calif.', 'US', 'California'],
    ['N.Y.', 'US', 'New York'],
    ['New York State', 'US', 'New York'],
    ['State of Washington', 'US', 'Washington'],
    ['Washington, D.C.', 'US', 'District of Columbia'],
    ['Herts', 'GB', 'Hertfordshire'],
    ['Co. Durham', 'GB', 'County Durham'],
    ['County Durham', 'GB', 'County Durham'],
    ['Greater London', 'GB', 'Greater London'],
    ['Bristol', 'GB', 'City of Bristol'],
    ['Cymru', 'GB', 'Wales'],
    ['N. Yorks', 'GB', 'North Yorkshire'],
    ['Kanton Zürich', 'CH', 'Zürich'],
    ['Zurich', 'CH', 'Zürich'],
    ['ZH', 'CH', 'Zürich'],
    ['Bundesland Bayern', 'DE', 'Bayern'],
    ['Thuringen', 'DE', 'Thüringen'],
    ['Comunidad de Madrid', 'ES', 'Comunidad de Madrid'],
    ['Madrid', 'ES', 'Madrid'],
    ['Cantabria', 'ES', 'Cantabria'],
    ['Principado de Asturias', 'ES', 'Principado de Asturias'],
    ['Provincia de Sevilla', 'ES', 'Sevilla'],
    ["Val d'Oise", 'FR', "Val-d'Oise"],
    ['Ile de France', 'FR', 'Île-de-France'],
    ['Noord Holland', 'NL', 'Noord-Holland'],
    ['co cork', 'IE', 'Cork'],
  ])('%j in %s is %s', (raw, country, name) => {
    expect(read(raw, country)).toEqual([name])
  })

  test('a town says its region, with a remark, and never against a region that is named', () => {
    expect(read('Lanseria')).toEqual(['Gauteng', 'town_as_region'])
    expect(read("King William's Town")).toEqual(['Eastern Cape', 'town_as_region'])
    expect(read('Virginia Airport, Durban')).toEqual(['KwaZulu-Natal', 'town_as_region'])
    for (const { name, towns = [] } of SOUTH_AFRICA) for (const town of towns) expect(read(town)[0], town).toBe(name)
  })

  test('codes are published where the attribute asks for them', () => {
    expect(read('Gauteng', 'ZA', 'code')).toEqual(['ZA-GP'])
    expect(read('Durban', 'ZA', 'code')).toEqual(['ZA-KZN', 'town_as_region'])
    expect(read('Greater London', 'GB', 'code')).toEqual([null, 'no_region_code'])
    expect(region.schema({ as: 'code' }).safeParse('Gauteng').success).toBe(false)
    expect(region.options.parse({})).toEqual({ as: 'name' })
  })

  test("a domain's own vocabulary stands before the standard", () => {
    const terms = new Map(
      [
        ['PWV', 'ZA-GP'],
        ['Boland', 'Western Cape'],
        ['Head office', 'Central'],
      ].map(([spelling = '', term = '']) => [foldWords(spelling, ''), term] as const),
    )
    const { normalise } = region.reader({ as: 'name' }, { country: 'ZA', vocabulary: { id: 'regions', terms } })
    expect(['pwv', 'Boland', 'head  office', 'Central', 'Limpopo', 'Mars'].map((raw) => normalise(raw).value)).toEqual([
      'Gauteng',
      'Western Cape',
      'Central',
      'Central',
      'Limpopo',
      null,
    ])
  })

  test('every region of every country is itself, by name and by code', () => {
    expect(COUNTRIES.length).toBeGreaterThan(190)
    for (const country of COUNTRIES) {
      const [byName, byCode] = [readerOf(country), readerOf(country, 'code')]
      for (const { code } of iso31662.filter((one) => one.code.startsWith(`${country}-`))) {
        if (/^GB-(?:EAW|GBN|UKM)$/.test(code)) continue
        expect(byCode.normalise(code).value).toBe(code)
        const name = byName.normalise(code).value
        expect(name, code).not.toBeNull()
        expect(byName.normalise(String(name)).value, `${code} ${name}`).toBe(name)
      }
    }
  })

  test.each(['', ' ', 'n/a', '-', 'unknown'])('%j says nothing', (raw) => {
    expect(read(raw)).toEqual([null])
  })

  test('columns of regions are told by label and by content', () => {
    expect(recognised('province', ['Eastern Cape Province', 'KwaZulu-Natal Province'])).toBeGreaterThan(0.95)
    expect(recognised('', ['Gauteng', 'Limpopo', 'Free State'])).toBeGreaterThan(0.7)
    expect(recognised('State', ['IL', 'CA'], 'US')).toBeGreaterThan(0.95)
    expect(recognised('Stadt', ['Berlin', 'Hamburg', 'Bremen'], 'DE')).toBeLessThan(0.3)
    expect(recognised('Bundesland', ['Berlin', 'Hamburg', 'Bremen'], 'DE')).toBeGreaterThan(0.95)
    expect(recognised('Status', ['Active', 'Closed'])).toBeLessThan(0.1)
    expect(recognised('sub_district', ['Buffalo City Health sub-District'])).toBeLessThan(0.3)
    expect(recognised('Country', ['Namibia', 'Botswana'])).toBeLessThan(0.1)
  })

  test('any text is a region that stays itself, or none', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.stringMatching(/^[A-Z]{1,3}$/),
          fc.constantFrom('Durban, x', 'Free State, GP'),
        ),
        fc.constantFrom('ZA', 'US', 'GB', 'DE', 'FR', ''),
        fc.constantFrom<'name' | 'code'>('name', 'code'),
        (raw, country, as) => {
          const [value] = read(raw, country, as)
          if (typeof value === 'string') expect(read(value, country, as)[0]).toBe(value)
        },
      ),
    )
  })
})
