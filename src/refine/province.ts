import { absent, accepted, type Normalised, type Normaliser, refused } from '../types/normalise/normalised.ts'
import { SOUTH_AFRICA } from '../types/regions/south-africa.ts'
import { boundedCache } from '../types/text/bounded-cache.ts'
import { cleanText } from '../types/text/clean-text.ts'

/** The nine provinces of South Africa, as they are officially spelt in English. */
export const PROVINCES = [
  'Eastern Cape',
  'Free State',
  'Gauteng',
  'KwaZulu-Natal',
  'Limpopo',
  'Mpumalanga',
  'North West',
  'Northern Cape',
  'Western Cape',
] as const

export type Province = (typeof PROVINCES)[number]

const NAMES = new Map<string, Province>(
  PROVINCES.map((province) => [province.toLowerCase().replace('-', ' '), province]),
)
const CANONICAL: ReadonlySet<string> = new Set(PROVINCES)
const isNamed = (name: string): name is Province => CANONICAL.has(name)
const byKey = (keysOf: (region: (typeof SOUTH_AFRICA)[number]) => readonly string[]): ReadonlyMap<string, Province> =>
  new Map(
    SOUTH_AFRICA.flatMap((region) => {
      const { name } = region
      return isNamed(name) ? keysOf(region).map((key): [string, Province] => [key, name]) : []
    }),
  )
const SHORT = byKey(({ spellings }) => spellings)
const TOWNS = byKey(({ towns = [] }) => towns)
const PARTS = /[,;/|()\r\n]+| - | & /
const FILLERS = /\b(?:province|provinsie|prov|region|south africa|rsa)\b/g
const UNKNOWN = refused(
  'unknown_province',
  'The value is no province of South Africa and no town known to lie in one; correct it in the source.',
)
const TOWN = [{ code: 'town_as_province', message: 'The value is a town; its province was looked up.' }]

/** Whether a text is one of the nine provinces in canonical spelling. */
export const isProvince = isNamed

const keyOf = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/['’.]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(FILLERS, ' ')
    .replace(/\s+/g, ' ')
    .trim()

/** The one province that the keys agree on under a table; null when none is in it, or two disagree. */
function agreed(keys: readonly string[], table: ReadonlyMap<string, Province>): Province | null {
  const found = new Set(keys.map((key) => table.get(key)).filter((province) => province !== undefined))
  const [only] = found
  return found.size === 1 && only !== undefined ? only : null
}

function provinceAmong(keys: readonly string[], home: boolean): Normalised<string> | null {
  const named = agreed(keys, NAMES) ?? (home ? agreed(keys, SHORT) : null)
  if (named !== null) return accepted(named)
  const ofTown = home && !keys.some((key) => NAMES.has(key)) ? agreed(keys, TOWNS) : null
  return ofTown === null ? null : accepted(ofTown, TOWN)
}

function look(raw: string, home: boolean): Normalised<string> {
  const text = cleanText(raw)
  if (text === null) return absent
  if (text.length > 200) return UNKNOWN
  return provinceAmong([keyOf(text)], home) ?? provinceAmong(text.split(PARTS).map(keyOf), home) ?? UNKNOWN
}

const atHome = boundedCache(5_000, (raw) => look(raw, true))
const abroad = boundedCache(5_000, (raw) => look(raw, false))

/**
 * One of the nine provinces, from its name, an alias (`KZN`, `gpretoria`), or a town or airport in it (issue
 * `town_as_province`). Anything else is null with `unknown_province`. Under another country than ZA only full names
 * count: elsewhere `NC` and `Newcastle` are other places.
 */
export const normaliseProvince: Normaliser<string> = (raw, context) => {
  if (raw === null) return absent
  if (isProvince(raw)) return accepted(raw)
  return context.country.trim().toUpperCase() === 'ZA' ? atHome.get(raw) : abroad.get(raw)
}
