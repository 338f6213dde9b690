import { z } from 'zod'
import { agree, missing, otherwise } from './compare/levels.ts'
import { defineType } from './define-type.ts'
import { isCountryCode, normaliseCountry } from './normalise/country.ts'
import { labels } from './recognise/labels.ts'
import { notCalled } from './recognise/not-called.ts'
import { recogniser } from './recognise/recogniser.ts'

const LABELS = labels(`
      country, country code, country name, nation, nationality, country of residence, country iso, iso country,
      land, landcode, landkode, staat, nationalitaet, pays, code pays, pais, codigo pais, nacionalidad,
      nacionalidade, paese, nazione, nazionalita, nationaliteit, kraj, stat, maa`)
const OTHERS = labels('country manager, country house, land use, land size, county, status')
/** Chad and Georgia are people too, and Singapore is a town. */
const PEOPLE_AND_TOWNS = labels(
  'name, surname, city, town, stadt, ort, ville, ciudad, cidade, citta, plaats, dorp, stad',
)
const isCountry = (cell: string): boolean => normaliseCountry(cell, '').value !== null

/**
 * Names look like little else. Letters of a code are as often a state's, and `No` and `NA` as often no country at
 * all.
 */
const byName = recogniser({
  labels: LABELS,
  otherLabels: OTHERS,
  holds: (cell) => /^[^\d]{4}|[^\p{ASCII}]/u.test(cell.trim()) && isCountry(cell),
  distinctive: 0.85,
})
const byCode = recogniser({
  labels: LABELS,
  otherLabels: OTHERS,
  holds: (cell) => !/^\d|^n[ao]$/i.test(cell.trim()) && isCountry(cell),
  distinctive: 0.4,
})

export const country = defineType<string>({
  id: 'country',
  title: 'Country',
  description:
    'A country as its two letters of ISO 3166-1, read from names in some thirty languages and from all its codes.',
  example: 'ZA',
  recognise: notCalled(PEOPLE_AND_TOWNS, (column) => Math.max(byName(column), byCode(column)), LABELS),
  reader: (_, { country: home }) => ({ normalise: (text) => normaliseCountry(text, home) }),
  repairs: true,
  column: 'string',
  tellsCountry: { rank: 4, of: (value) => value },
  compare: (columns) => [
    missing(columns.value, 'no country'),
    agree(columns, 'same country', { m: 0.95, u: 0.4 }, true),
    otherwise('other countries', { m: 0.05, u: 0.6 }),
  ],
  evidence: { frequency: 'many', exclusive: false, stable: false },
  keep: 'first',
  keeps: ['first', 'latest', 'most_common', 'distinct'],
  schema: () =>
    z
      .string()
      .regex(/^[A-Z]{2}$/)
      .refine(isCountryCode),
})
