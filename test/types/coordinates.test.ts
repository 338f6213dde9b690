import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { coordinates } from '../../src/types/coordinates.ts'

const context = { country: 'ZA' }
const reader = coordinates.reader({}, context)
const read = (raw: string) => {
  const { value, issues } = reader.normalise(raw)
  return [value, ...issues.map(({ code }) => code)]
}
const part = (name: string, value: string) =>
  coordinates.parts.find((one) => one.name === name)?.of(value, { country: 'ZA' })
const recognised = (label: string, sample: readonly string[]) => coordinates.recognise({ label, sample, country: 'ZA' })
const place = fc
  .tuple(fc.double({ min: -90, max: 90, noNaN: true }), fc.double({ min: -180, max: 180, noNaN: true }))
  .filter(([latitude, longitude]) => Math.abs(latitude) > 0.001 || Math.abs(longitude) > 0.001)

describe('coordinates', () => {
  test.each([
    '91,181',
    '200,18',
    '-33.9',
    'north of town',
    '1,2,3',
    "33°61'S 18°25'E",
    "33°10'70\"S 18°25'E",
    '33S 18N',
    '33S 18S',
    '-33S 18E',
    'POINT(18.4)',
    'POINT Z (1 2 3)',
    '95N 10E',
    '33.9.1,18',
    '33,9,18,4,1',
    'NaN,NaN',
    '12 Main Road',
    'S,E',
    '; 18.4',
    '1'.repeat(200),
  ])('%j is no place on Earth', (raw) => {
    expect(read(raw)).toEqual([null, 'invalid_coordinates'])
  })

  test.each([
    ['-33.9249,18.4241', '-33.92490,18.42410'],
    ['-33.9249 18.4241', '-33.92490,18.42410'],
    ['(-33.9249; 18.4241)', '-33.92490,18.42410'],
    ['−33.9249, 18.4241', '-33.92490,18.42410'],
    ['-33,9249; 18,4241', '-33.92490,18.42410'],
    ['-33,9249 18,4241', '-33.92490,18.42410'],
    ['-33,9249, 18,4241', '-33.92490,18.42410'],
    ["33°55'S 18°25'E", '-33.91667,18.41667'],
    ['33°55\'30"S, 18°25\'27"E', '-33.92500,18.42417'],
    ['33.9249S 18.4241E', '-33.92490,18.42410'],
    ['S33.9249 E18.4241', '-33.92490,18.42410'],
    ["18°25'E 33°55'S", '-33.91667,18.41667'],
    ['N40° 26.767 W079° 58.933', '40.44612,-79.98222'],
    ['POINT(18.4241 -33.9249)', '-33.92490,18.42410'],
    ['geo:-33.9249,18.4241', '-33.92490,18.42410'],
    ['90,0', '90.00000,0.00000'],
    ['0,9', '0.00000,9.00000'],
    ['-0.000001,5', '0.00000,5.00000'],
    ['51° 30′ 26″ N, 0° 7′ 39″ W', '51.50722,-0.12750'],
  ])('%j is %j', (raw, value) => {
    expect(read(raw)).toEqual([value])
  })

  test('the two are swapped only where one order alone lies on Earth, and that is said', () => {
    expect(read('151.2093,-33.8688')).toEqual(['-33.86880,151.20930', 'swapped_coordinates'])
    expect(read('18.4241,-33.9249')).toEqual(['18.42410,-33.92490'])
    expect(read('151.2N 33.8E')).toEqual([null, 'invalid_coordinates'])
  })

  test('zero and zero stand for none', () => {
    for (const raw of ['0,0', '0.0, 0.0', '-0;0', '0.000001,0'])
      expect(read(raw)).toEqual([null, 'placeholder_coordinates'])
  })

  test.each(['', ' ', 'n/a', '-', 'unknown'])('%j says nothing', (raw) => {
    expect(read(raw)).toEqual([null])
  })

  test('two columns make one place; one of them makes none', () => {
    const join = (given: Record<string, string | null>) => coordinates.assembly?.join(given, context) ?? ''
    expect(read(join({ latitude: '-33,9249', longitude: '18,4241' }))).toEqual(['-33.92490,18.42410'])
    expect(read(join({ latitude: '-33.9249', longitude: null }))).toEqual([null, 'invalid_coordinates'])
    expect(coordinates.assembly?.join({ latitude: ' ', longitude: null }, context)).toBeNull()
    const partOf = (label: string) => coordinates.assembly?.partOf?.({ label, sample: [], country: '' })?.part
    expect([partOf('Latitude'), partOf('site_lng'), partOf('Breitengrad'), partOf('Name')]).toEqual([
      'latitude',
      'longitude',
      'latitude',
      undefined,
    ])
  })

  test('a column of one of the two, of numbers or of addresses is no column of places', () => {
    expect(recognised('GPS', ['-33.92,18.42', '-26.2041, 28.0473'])).toBeGreaterThan(0.95)
    expect(recognised('', ['-33.92,18.42', '-26.2041, 28.0473'])).toBeGreaterThan(0.9)
    expect(recognised('Lat Long', ['-33.92,18.42', '-26.2041, 28.0473'])).toBeGreaterThan(0.95)
    expect(recognised('latitude', ['-33.92', '-26.2041'])).toBeLessThan(0.1)
    expect(recognised('Price', ['12,50', '13,99', '1,234.50'])).toBeLessThan(0.1)
    expect(recognised('Address', ['12 Main Road', '3 Kloof Street, 8001'])).toBeLessThan(0.1)
  })

  test('places less than five hundred metres apart share a cell, the date line and the poles included', () => {
    const apart = (a: string, b: string) =>
      Math.hypot(...['x', 'y', 'z'].map((axis) => Number(part(axis, a)) - Number(part(axis, b))))
    fc.assert(
      fc.property(place, fc.double({ min: -0.003, max: 0.003, noNaN: true }), ([latitude, longitude], step) => {
        const here = read(`${latitude.toFixed(5)},${longitude.toFixed(5)}`)[0]
        const there = read(`${Math.max(-85, Math.min(85, latitude + step)).toFixed(5)},${longitude.toFixed(5)}`)[0]
        fc.pre(typeof here === 'string' && typeof there === 'string' && apart(here, there) < 400)
        const cells = new Set(part('cells', here as string) as string[])
        expect((part('cells', there as string) as string[]).some((cell) => cells.has(cell))).toBe(true)
      }),
    )
    for (const [one, other] of [
      ['10.00000,179.99990', '10.00000,-179.99990'],
      ['-41.30000,-179.99999', '-41.30000,179.99999'],
    ] as const)
      expect(new Set([one, other].flatMap((at) => part('cells', at) as string[])).size).toBeLessThan(8)
    expect(apart('10.00000,180.00000', '10.00000,-180.00000')).toBeLessThan(1)
    expect(apart('-33.92490,18.42410', '-26.20410,28.04730')).toBeGreaterThan(1_200_000)
  })

  test('any text is a place or none, and a place is itself', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.stringMatching(/^[-NS]?[\d.,° ]{1,12}[NS,; ][-EW]?[\d.,°' ]{1,12}$/),
        ),
        (raw) => {
          const [value] = read(raw)
          if (typeof value === 'string') expect(read(value)).toEqual([value])
        },
      ),
    )
    fc.assert(
      fc.property(place, ([latitude, longitude]) => {
        const value = read(`${latitude.toFixed(7)}, ${longitude.toFixed(7)}`)[0]
        expect(coordinates.schema({}).safeParse(value).success).toBe(true)
        expect(Number(part('latitude', String(value)))).toBeCloseTo(latitude, 4)
        expect(Number(part('longitude', String(value)))).toBeCloseTo(longitude, 4)
      }),
    )
  })
})
