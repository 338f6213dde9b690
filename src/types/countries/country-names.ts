import codes from 'i18n-iso-countries/codes.json' with { type: 'json' }
import af from 'i18n-iso-countries/langs/af.json' with { type: 'json' }
import ar from 'i18n-iso-countries/langs/ar.json' with { type: 'json' }
import bg from 'i18n-iso-countries/langs/bg.json' with { type: 'json' }
import cs from 'i18n-iso-countries/langs/cs.json' with { type: 'json' }
import da from 'i18n-iso-countries/langs/da.json' with { type: 'json' }
import de from 'i18n-iso-countries/langs/de.json' with { type: 'json' }
import el from 'i18n-iso-countries/langs/el.json' with { type: 'json' }
import en from 'i18n-iso-countries/langs/en.json' with { type: 'json' }
import es from 'i18n-iso-countries/langs/es.json' with { type: 'json' }
import fi from 'i18n-iso-countries/langs/fi.json' with { type: 'json' }
import fr from 'i18n-iso-countries/langs/fr.json' with { type: 'json' }
import he from 'i18n-iso-countries/langs/he.json' with { type: 'json' }
import hu from 'i18n-iso-countries/langs/hu.json' with { type: 'json' }
import indonesian from 'i18n-iso-countries/langs/id.json' with { type: 'json' }
import it from 'i18n-iso-countries/langs/it.json' with { type: 'json' }
import ja from 'i18n-iso-countries/langs/ja.json' with { type: 'json' }
import ko from 'i18n-iso-countries/langs/ko.json' with { type: 'json' }
import nl from 'i18n-iso-countries/langs/nl.json' with { type: 'json' }
import no from 'i18n-iso-countries/langs/no.json' with { type: 'json' }
import pl from 'i18n-iso-countries/langs/pl.json' with { type: 'json' }
import pt from 'i18n-iso-countries/langs/pt.json' with { type: 'json' }
import ro from 'i18n-iso-countries/langs/ro.json' with { type: 'json' }
import ru from 'i18n-iso-countries/langs/ru.json' with { type: 'json' }
import sv from 'i18n-iso-countries/langs/sv.json' with { type: 'json' }
import tr from 'i18n-iso-countries/langs/tr.json' with { type: 'json' }
import uk from 'i18n-iso-countries/langs/uk.json' with { type: 'json' }
import vi from 'i18n-iso-countries/langs/vi.json' with { type: 'json' }
import zh from 'i18n-iso-countries/langs/zh.json' with { type: 'json' }
import { iso31661, iso31663 } from 'iso-3166'
import { z } from 'zod'
import { foldWords } from '../text/fold-text.ts'

const LANGUAGES = [
  af,
  ar,
  bg,
  cs,
  da,
  de,
  el,
  en,
  es,
  fi,
  fr,
  he,
  hu,
  indonesian,
  it,
  ja,
  ko,
  nl,
  no,
  pl,
  pt,
  ro,
  ru,
  sv,
  tr,
  uk,
  vi,
  zh,
]
const languageSchema = z.object({ countries: z.record(z.string(), z.union([z.string(), z.array(z.string())])) })
const codesSchema = z.array(z.tuple([z.string(), z.string(), z.string()]).rest(z.string()))

/** What people write besides, in any of these languages. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  AE: ['Emirates'],
  BA: ['Bosnia'],
  CD: ['DRC', 'DR Congo', 'Congo-Kinshasa', 'Congo Kinshasa'],
  CG: ['Congo-Brazzaville', 'Congo Brazzaville'],
  CZ: ['Tschechei'],
  FK: ['Falklands'],
  KP: ['DPRK'],
  MK: ['Macedonia'],
  NL: ['Holland', 'Nederlands', 'Hollande', 'Holanda', 'Olanda'],
  SZ: ['Swaziland'],
  CV: ['Cape Verde'],
  US: ['America', 'United States', 'EE UU', 'EEUU', 'Etats-Unis', 'Stati Uniti', 'Estados Unidos', 'VSA'],
  VA: ['Vatican', 'Holy See'],
  ZA: ['RSA', 'South Africa', 'Suid-Afrika', 'Republic of South Africa'],
}
/** Parts of a country, and short forms, that say which one is meant and are neither its name nor its code. */
const MEANT: Readonly<Record<string, string>> = {
  uk: 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  northernireland: 'GB',
  britain: 'GB',
  unitedkingdomofgreatbritainandnorthernireland: 'GB',
  inglaterra: 'GB',
  angleterre: 'GB',
  engeland: 'GB',
  inghilterra: 'GB',
  escocia: 'GB',
  ecosse: 'GB',
  schottland: 'GB',
  el: 'GR',
}

/** What a text may mean as a country. */
export type CountryMeaning =
  | { readonly kind: 'country'; readonly code: string }
  /** A short form or a part of a country. */
  | { readonly kind: 'meant'; readonly code: string }
  /** A country that is no more. */
  | { readonly kind: 'former' }
  | { readonly kind: 'ambiguous' }

interface CountryTable {
  readonly names: ReadonlyMap<string, CountryMeaning>
  readonly codes: ReadonlyMap<string, CountryMeaning>
}

let table: CountryTable | undefined

/**
 * Made when the first country is read: reading some hundred texts costs milliseconds that other commands do not owe.
 */
function countryTable(): CountryTable {
  const known = codesSchema.parse(codes)
  const byCode = new Map<string, CountryMeaning>()
  const byName = new Map<string, CountryMeaning>()
  const former = iso31663.flatMap(({ from }) => [from.alpha2, from.alpha3, from.name])
  for (const text of former) (/^[A-Z]{2,3}$/.test(text) ? byCode : byName).set(keyOf(text), { kind: 'former' })
  for (const text of [
    'Soviet Union',
    'Sowjetunion',
    'Jugoslawien',
    'Yougoslavie',
    'Tchecoslovaquie',
    'East Germany',
    'DDR',
  ])
    byName.set(keyOf(text), { kind: 'former' })
  for (const [alpha2, alpha3, numeric] of known)
    for (const code of [alpha2, alpha3, numeric]) byCode.set(keyOf(code), { kind: 'country', code: alpha2 })
  for (const [name, code] of countryNames()) {
    const there = byName.get(name)
    const isOther = there?.kind === 'ambiguous' || (there?.kind === 'country' && there.code !== code)
    byName.set(name, isOther ? { kind: 'ambiguous' } : { kind: 'country', code })
  }
  for (const [name, code] of Object.entries(MEANT)) byName.set(name, { kind: 'meant', code })
  return { names: byName, codes: byCode }
}

function* countryNames(): Generator<readonly [string, string]> {
  // Two Latin letters are a code: Vietnamese calls another country `My` than the code does.
  for (const language of LANGUAGES)
    for (const [code, names] of Object.entries(languageSchema.parse(language).countries))
      for (const name of [names].flat()) if (!/^[a-z]{1,2}$/.test(keyOf(name))) yield [keyOf(name), code]
  for (const { alpha2, name } of iso31661) yield [keyOf(name), alpha2]
  for (const [code, names] of Object.entries(ALSO)) for (const name of names) yield [keyOf(name), code]
}

const keyOf = (text: string): string => foldWords(text, '')

/**
 * What a text means as a country: its name in one of some thirty languages, a code of ISO 3166-1 (two letters, three
 * letters, three digits), a short form. Undefined for any other text.
 */
export function countryMeant(text: string): CountryMeaning | undefined {
  table ??= countryTable()
  const key = keyOf(text)
  return table.codes.get(key) ?? table.names.get(key)
}
