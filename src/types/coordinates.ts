import { z } from 'zod'
import { sameValue } from './compare/blocks.ts'
import type { ComparisonLevel } from './compare/comparison-level.ts'
import { agree, missing, otherwise, type Start, within } from './compare/levels.ts'
import { defineType } from './define-type.ts'
import { degreesOf, normaliseCoordinates } from './normalise/coordinates.ts'
import { labels } from './recognise/labels.ts'
import { partOf } from './recognise/part-of.ts'
import { recogniser } from './recognise/recogniser.ts'
import type { AttributeColumns } from './semantic-type.ts'

const EARTH_RADIUS = 6_371_009
/** Degrees of latitude of a cell: about 1.1 km. */
const CELL = 0.01
const SHIFTS = [
  [0, 0],
  [0, 0.5],
  [0.5, 0],
  [0.5, 0.5],
] as const
const AXES = ['x', 'y', 'z'] as const

/**
 * Metres from Earth's centre along three axes, so that near places are near wherever they lie, the date line and the
 * poles included.
 */
function metres(place: string): { readonly x: number; readonly y: number; readonly z: number } {
  const [latitude, longitude] = degreesOf(place).map((degrees) => (degrees * Math.PI) / 180) as [number, number]
  const around = EARTH_RADIUS * Math.cos(latitude)
  return { x: around * Math.cos(longitude), y: around * Math.sin(longitude), z: EARTH_RADIUS * Math.sin(latitude) }
}

/**
 * The cells of four grids, each shifted by half a cell: two places less than half a cell apart have one in common.
 */
function cells(place: string): readonly string[] {
  const [latitude, longitude] = degreesOf(place)
  return SHIFTS.map(([up, right], grid) => {
    const row = Math.floor(latitude / CELL + up)
    // Cells are as wide as they are high; meridians draw near each other towards the poles.
    const around = Math.max(1, Math.floor((360 / CELL) * Math.cos((row * CELL * Math.PI) / 180)))
    const column = (Math.floor((longitude * around) / 360 + right) + around) % around
    return `${grid}:${row}:${column}`
  })
}

/** At most so many metres along each of the three axes. */
function near({ part }: AttributeColumns, most: number, label: string, start: Start): ComparisonLevel {
  const sql = AXES.map((axis) => within(part(axis), most, label, start).sql).join(' AND ')
  return { label, sql, ...start }
}

const join = (given: Readonly<Record<string, string | null>>): string | null => {
  const [latitude, longitude] = [given.latitude, given.longitude].map((text) => text?.trim() ?? '')
  return latitude === '' && longitude === '' ? null : `${latitude}; ${longitude}`
}

/** A cell that holds both, and enough decimals or letters that no two other numbers look like it. */
const looksLikePlace = (cell: string): boolean =>
  (/\d[.,]\d{2,}.*\d[.,]\d{2,}/.test(cell) || /[NSEW°]/.test(cell)) && normaliseCoordinates(cell).value !== null

export const coordinates = defineType<string>({
  id: 'coordinates',
  title: 'Coordinates',
  description: 'A place on Earth as latitude and longitude in degrees (WGS 84), five decimals each.',
  example: '-33.92490,18.42410',
  recognise: recogniser({
    labels: labels(`
        coordinates, coordinate, coords, gps, gps coordinates, gps location, lat long, lat lon, lat lng, latlong,
        geolocation, geo point, geopoint, geo, location coordinates, wgs84, koordinate, koordinaten, koordinaat,
        gps koordinaten, coordonnees, coordonnees gps, coordenadas, coordinaten, coordinate gps, coordenadas gps`),
    holds: looksLikePlace,
    distinctive: 0.95,
  }),
  reader: () => ({ normalise: normaliseCoordinates }),
  assembly: {
    parts: ['latitude', 'longitude'],
    partOf: partOf({
      latitude: labels('latitude, lat, breitengrad, breite, latitud, breedtegraad, latitudine, gps lat, y coordinate'),
      longitude: labels(`
        longitude, lon, lng, long, laengengrad, langengrad, longitud, lengtegraad, longitudine, gps lon, gps long,
        x coordinate`),
    }),
    join,
  },
  repairs: true,
  column: 'string',
  parts: [
    {
      name: 'latitude',
      description: 'Degrees north.',
      column: 'double',
      of: (value) => degreesOf(value)[0],
    },
    {
      name: 'longitude',
      description: 'Degrees east.',
      column: 'double',
      of: (value) => degreesOf(value)[1],
    },
    ...AXES.map((axis) => ({
      name: axis,
      description: `Metres from Earth's centre along its ${axis} axis.`,
      column: 'double' as const,
      of: (value: string) => metres(value)[axis],
    })),
    {
      name: 'cells',
      description: 'Cells of about a kilometre in four grids; places less than half of that apart share one.',
      column: 'list<string>',
      of: cells,
    },
  ],
  compare: (columns) =>
    columns.isList
      ? [
          missing(columns.value, 'no coordinates'),
          agree(columns, 'a place in common', { m: 0.5, u: 1e-4 }),
          otherwise('other places', { m: 0.5, u: 1 }),
        ]
      : [
          missing(columns.value, 'no coordinates'),
          near(columns, 25, 'within 25 metres', { m: 0.5, u: 1e-4 }),
          near(columns, 250, 'within 250 metres', { m: 0.3, u: 1e-3 }),
          near(columns, 2_500, 'within 2.5 kilometres', { m: 0.12, u: 0.01 }),
          near(columns, 25_000, 'within 25 kilometres', { m: 0.05, u: 0.1 }),
          otherwise('far apart', { m: 0.03, u: 0.89 }),
        ],
  block: ({ part }) => [sameValue(part('cells'), true)],
  evidence: { frequency: 'few', exclusive: false, stable: false, isPlace: true },
  keep: 'first',
  keeps: ['first', 'latest', 'most_common'],
  schema: () => z.string().regex(/^-?\d{1,2}\.\d{5},-?\d{1,3}\.\d{5}$/),
})
