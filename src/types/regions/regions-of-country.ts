import { iso31662 } from 'iso-3166'
import { foldWords } from '../text/fold-text.ts'
import type { RegionSpelling } from './region-spelling.ts'
import { SOUTH_AFRICA } from './south-africa.ts'
import { UNITED_KINGDOM } from './united-kingdom.ts'
import { UNITED_STATES } from './united-states.ts'

/** A region of a country. */
export interface Region {
  /** ISO 3166-2; null where the standard has none. */
  readonly code: string | null
  readonly name: string
}

/**
 * The regions of a country by folded names and spellings without spaces, by codes and by towns. A key with several is
 * not to be told.
 */
export interface RegionTable {
  readonly names: ReadonlyMap<string, readonly Region[]>
  /** Whole (`ZAGP`) and without its country (`GP`). */
  readonly codes: ReadonlyMap<string, Region>
  readonly towns: ReadonlyMap<string, Region>
}

const SPELLINGS: Readonly<Record<string, readonly RegionSpelling[]>> = {
  GB: UNITED_KINGDOM,
  US: UNITED_STATES,
  ZA: SOUTH_AFRICA,
}
/** Codes of a whole country, or of two regions together, that stand among those of its regions. */
const NO_REGION: ReadonlySet<string> = new Set(['GB-EAW', 'GB-GBN', 'GB-UKM'])
const INVERTED = /^([^,]+), ([^,]*(?:\b(?:of|de|del|della|di|da|do|the|la|el|les|los)|county|d[’']))$/i
const KIND =
  /^(?:city of|county|region(?: of| de| di)?|provincia (?:de|di)|comunidad (?:foral )?de|principado de|canton (?:de|of)|kanton|land|freistaat|comunidad)\s+/

/** `Madrid, Comunidad de` as people say it. */
const inOrder = (name: string): string => name.replace(INVERTED, '$2 $1').replace(/^the (?=Vale)/i, '')

/** Where the standard transliterates with marks that nobody there writes: `Gujarāt`. */
const UNMARKED: ReadonlySet<string> = new Set(['IN'])
const asWritten = (country: string, name: string): string =>
  UNMARKED.has(country) ? name.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC') : name

export const regionKey = (text: string): string => foldWords(text, '')

const tables = new Map<string, RegionTable>()

/**
 * The regions of a country, ISO 3166-1 alpha-2; made when it is first asked for. Empty for what is no country with
 * regions.
 */
export function regionsOfCountry(country: string): RegionTable {
  const known = tables.get(country)
  if (known !== undefined) return known
  const made = makeTable(country)
  tables.set(country, made)
  return made
}

function makeTable(country: string): RegionTable {
  const own = SPELLINGS[country] ?? []
  const spelt = new Map(own.map((spelling) => [spelling.code, spelling]))
  const names = new Map<string, Region[]>()
  const codes = new Map<string, Region>()
  const towns = new Map<string, Region>()
  const name = (text: string, region: Region, isOnly: boolean) => {
    const key = regionKey(text)
    const there = names.get(key) ?? []
    if (key !== '' && !there.includes(region) && (there.length === 0 || !isOnly)) names.set(key, [...there, region])
  }
  const entries = iso31662
    .filter(({ code }) => code.startsWith(`${country}-`) && !NO_REGION.has(code))
    // A region of the country stands before one of the same name inside it.
    .sort((a, b) => Number(a.parent !== country) - Number(b.parent !== country))
    .map((entry) => {
      const region = { code: entry.code, name: spelt.get(entry.code)?.name ?? inOrder(asWritten(country, entry.name)) }
      return { region, isWithin: entry.parent !== country, standard: entry.name }
    })
  const more = own.filter(({ code }) => code === null).map((spelling) => ({ code: null, name: spelling.name }))
  for (const { region } of entries)
    for (const code of [region.code, region.code.slice(country.length + 1)]) codes.set(regionKey(code), region)
  for (const { region, isWithin } of entries) name(region.name, region, isWithin)
  for (const region of more) name(region.name, region, true)
  for (const { region, standard } of entries) name(standard, region, true)
  for (const spelling of own) {
    const region = [...entries.map((entry) => entry.region), ...more].find(
      ({ name: called }) => called === spelling.name,
    )
    if (region === undefined) continue
    for (const text of spelling.spellings) name(text, region, true)
    for (const town of spelling.towns ?? []) towns.set(regionKey(town), region)
  }
  // `Madrid` for `Comunidad de Madrid`, where no region has that name itself.
  for (const { region } of entries) name(foldWords(region.name, ' ').replace(KIND, ''), region, true)
  return { names, codes, towns }
}
