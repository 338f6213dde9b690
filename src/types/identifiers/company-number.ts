import { accepted } from '../normalise/normalised.ts'
import { countryValidators } from './country-validators.ts'
import { compact, type IdentifierScheme, notOf, REGISTERED, zerosRestored } from './identifier-scheme.ts'

const rules = countryValidators(`
  AT:businessid, AU:acn, BE:vat, BR:cnpj, CH:uid, CN:uscc, CZ:ico, DK:cvr, EE:registrikood, FI:ytunnus, FR:siren, HR:oib, IL:hp, JP:cn, KR:brn,
  NO:orgnr, PT:nipc, RU:inn, SE:orgnr, SG:uen, TW:ubn, UA:edrpou`)

const refusal = notOf('company_number', 'company number of its country')
const SOUTH_AFRICAN = /^(?:CK|K|B|M)?((?:18|19|20)\d{2})[\s/.-]*(\d{6})[\s/.-]*(\d{2})$/

/** Year, number and kind of the South African register. */
function southAfrican(text: string): ReturnType<IdentifierScheme['read']> {
  const [, year, number, kind] = SOUTH_AFRICAN.exec(text) ?? []
  return year === undefined ? refusal : accepted(`${year}/${number}/${kind}`)
}

/** Eight characters: digits, or two letters of the register and six more. */
function british(text: string): ReturnType<IdentifierScheme['read']> {
  const number = compact(text)
  if (/^(?:\d{8}|[A-Z]{2}\d{5}[\dA-Z]|R\d{7})$/.test(number)) return accepted(number)
  const [, letters = '', digits = ''] = /^([A-Z]{2})?(\d{4,7})$/.exec(number) ?? []
  const width = 8 - letters.length
  return digits === '' || digits.length >= width ? refusal : zerosRestored(letters + digits.padStart(width, '0'))
}

/** The number of a company in its country's register; a country without a known rule takes any text with a digit. */
export const companyNumber: IdentifierScheme = {
  title: "company number in its country's register",
  read: (text, country) => {
    if (country === 'ZA') return southAfrican(text)
    if (country === 'GB') return british(text)
    const rule = rules.get(country)
    if (rule === undefined) return /\d/.test(text) ? accepted(text) : refusal
    const number = rule(compact(text))
    return number === null ? refusal : accepted(number)
  },
  evidence: REGISTERED,
  pii: 'none',
  pattern: /[0-9]/,
  example: { value: '2001/012345/07', country: 'ZA' },
}
