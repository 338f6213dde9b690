import { z } from 'zod'
import { agree, missing, otherwise } from './compare/levels.ts'
import { defineType } from './define-type.ts'
import { regionReader } from './normalise/region.ts'
import { labels } from './recognise/labels.ts'
import { notCalled } from './recognise/not-called.ts'
import { recogniser } from './recognise/recogniser.ts'
import { boundedCache } from './text/bounded-cache.ts'

const options = z.strictObject({
  as: z.enum(['name', 'code']).default('name').describe('Publish the name of a region, or its code of ISO 3166-2.'),
})

const readerOf = boundedCache(20, (country) => regionReader({ country, as: 'name', vocabulary: undefined }))

const LABELS = labels(`
      region, province, state, county, canton, district, governorate, prefecture, oblast, department, state
      province, state code, province code, provinsie, streek, bundesland, kanton, landkreis, provinz, departement,
      provincia, comunidad autonoma, estado, departamento, comunidade, uf, distrito, provincie, regione, regiao,
      county name, territory, 都道府県, 県, 省, 시도, المحافظة, wojewodztwo, lan, fylke`)
/** A town may have its region's name, or say which region it lies in; a person may be called Georgia. */
const TOWNS_AND_PEOPLE = labels(`
  name, surname, city, town, suburb, place, stadt, ort, ville, commune, ciudad, cidade, citta, plaats, dorp, stad,
  area`)

export const region = defineType<string, z.output<typeof options>>({
  id: 'region',
  title: 'Region',
  description: 'A province, state, county or canton of a country, as ISO 3166-2 knows it: its name, or its code.',
  example: 'Western Cape',
  options,
  recognise: notCalled(
    TOWNS_AND_PEOPLE,
    recogniser({
      labels: LABELS,
      otherLabels: labels(`
      status, sub district, state of health, account state, order state, sales department, statement, region manager,
      emergency state`),
      holds: (cell, { country }) => readerOf.get(country)(cell).value !== null,
      distinctive: 0.75,
    }),
    LABELS,
  ),
  reader: ({ as }, { country, vocabulary }) => ({ normalise: regionReader({ country, as, vocabulary }) }),
  repairs: true,
  column: 'string',
  // A code says its country; a name was read as a region of the column's.
  tellsCountry: { rank: 3, of: (value, { country }) => /^([A-Z]{2})-/.exec(value)?.[1] ?? (country || null) },
  compare: (columns) => [
    missing(columns.value, 'no region'),
    agree(columns, 'same region', { m: 0.9, u: 0.15 }, true),
    otherwise('other regions', { m: 0.1, u: 0.85 }),
  ],
  evidence: { frequency: 'many', exclusive: false, stable: false, isPlace: true },
  keep: 'first',
  keeps: ['first', 'latest', 'most_common', 'distinct'],
  schema: ({ as }) => (as === 'code' ? z.string().regex(/^[A-Z]{2}-[A-Z0-9]{1,3}$/) : z.string().min(1).max(200)),
})
