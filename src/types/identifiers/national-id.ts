import { accepted } from '../normalise/normalised.ts'
import { countryValidators } from './country-validators.ts'
import { compact, type IdentifierScheme, notOf, REGISTERED, unchecked, zerosRestored } from './identifier-scheme.ts'

const rules = countryValidators(`
  AR:dni, AT:vnr, BA:jmbg, BE:nn, BG:egn, BR:cpf, CA:sin, CH:ssn, CL:run, CN:ric, CZ:rc, DE:idnr, DK:cpr, EE:ik, ES:dni nie, FI:hetu, FR:nir,
  GB:nino, GR:amka, HK:hkid, HR:oib, IE:pps, IL:idnr, IN:aadhaar, IS:kennitala, IT:codicefiscale, KR:rrn, LT:asmens, ME:jmbg, MK:jmbg,
  MX:curp, MY:nric, NL:bsn, NO:fodselsnummer, PE:cui, PK:cnic, PL:pesel, PT:cc nif, RO:cnp, RS:jmbg, SE:personnummer, SI:emso, SK:rc, TH:idnr,
  TR:tckimlik, TW:natid, US:ssn, UY:cedula, ZA:idnr`)

/** How long numbers of digits alone are, where those with zeros in front exist. */
const WIDTH: Readonly<Record<string, number>> = {
  BA: 13,
  BE: 11,
  BG: 10,
  BR: 11,
  DK: 10,
  GR: 11,
  ME: 13,
  MK: 13,
  NL: 9,
  NO: 11,
  PL: 11,
  RS: 13,
  SI: 13,
  US: 9,
  ZA: 13,
}

const refusal = notOf('national_id', 'identity number of its country')

/** What a state calls one person by. */
export const nationalId: IdentifierScheme = {
  title: 'identity number of a person',
  read: (text, country) => {
    const rule = rules.get(country)
    if (rule === undefined) return /\d/.test(text) ? unchecked(compact(text)) : refusal
    // Some numbers tell the century by the sign between their parts.
    const number = rule(text.replaceAll(' ', '')) ?? rule(compact(text))
    if (number !== null) return rule(number) === number ? accepted(number) : refusal
    const digits = compact(text)
    const width = WIDTH[country] ?? 0
    if (!/^\d{6,}$/.test(digits) || digits.length >= width) return refusal
    const whole = rule(digits.padStart(width, '0'))
    return whole === null || rule(whole) !== whole ? refusal : zerosRestored(whole)
  },
  evidence: REGISTERED,
  pii: 'sensitive',
  pattern: /[0-9]/,
  example: { value: '7503305044089', country: 'ZA' },
}
