import { accepted } from '../normalise/normalised.ts'
import { countryValidators } from './country-validators.ts'
import { compact, type IdentifierScheme, notOf, REGISTERED, unchecked } from './identifier-scheme.ts'

const rules = countryValidators(`
  AD:nrt, AL:nipt, AO:nif, AR:cuit, AT:uid, AU:abn, BE:vat, BG:vat, BR:cnpj, BY:unp, CA:bn, CH:uid, CL:rut, CO:nit, CY:vat, CZ:dic, DE:vat,
  DK:cvr, DO:rnc, EC:ruc, EE:kmkr, EG:tn, ES:nif, FI:alv, FR:tva, GB:vat, GR:vat, HR:oib, HU:anum, ID:npwp, IE:vat, IL:hp, IN:gstin, IS:vsk,
  IT:iva, KE:pin, KR:brn, LT:pvm, LU:tva, LV:pvn, MA:ice, MC:tva, MD:idno, MK:edb, MT:vat, MX:rfc, MZ:nuit, NL:btw, NO:orgnr, NZ:ird, PE:ruc,
  PL:nip, PT:nif, PY:ruc, RO:cif, RS:pib, RU:inn, SE:vat, SI:ddv, SK:dph, SM:coe, TH:tin, TR:vkn, TW:ubn, UA:edrpou, UY:rut, VE:rif, VN:mst,
  ZA:vat`)

/** What stands in front in the EU's register where it is not the country's code of ISO 3166. */
const PREFIX: Readonly<Record<string, string>> = { GR: 'EL', CH: 'CH' }
const COUNTRY_OF: Readonly<Record<string, string>> = { EL: 'GR', XI: 'GB' }
const SUFFIX = /(?<=\d)(?:MWST|TVA|IVA|TPV|VAT|MVA)$/
const LABEL = /^(?:VAT|TVA|BTW|UST|USTID|USTIDNR|IVA|NIF|CIF|PIVA|MVA|MOMS)(?:NO|NR|NUMBER|REG)?(?=[A-Z]{0,3}\d)/

function readIn(country: string, text: string): string | null {
  const rule = rules.get(country)
  if (rule === undefined) return null
  // The Swiss register's own prefix is part of the number.
  const number = rule(country === 'CH' && /^E?\d/.test(text) ? `CHE${text.replace(/^E/, '')}` : text)
  return number === null ? null : country === 'CH' ? number.replace(/^CH/, '') : number
}

/** A number of value added tax, its country in front: `GB980780684`, `ELnnnnnnnnn`, `ZA4nnnnnnnnn`. */
export const vat: IdentifierScheme = {
  title: 'VAT number, with its country in front',
  read: (text, country) => {
    const number = compact(text).replace(SUFFIX, '')
    for (const candidate of new Set([number, number.replace(LABEL, '')])) {
      const prefix = candidate.slice(0, 2)
      const named = COUNTRY_OF[prefix] ?? prefix
      const inNamed = readIn(named, candidate.slice(2))
      if (inNamed !== null) return accepted(`${prefix === 'XI' ? prefix : (PREFIX[named] ?? named)}${inNamed}`)
      const inOwn = readIn(country, candidate)
      if (inOwn !== null) return accepted(`${PREFIX[country] ?? country}${inOwn}`)
    }
    const known = rules.has(country) || rules.has(COUNTRY_OF[number.slice(0, 2)] ?? number.slice(0, 2))
    return known || !/^(?=(?:.*\d){4})[A-Z0-9]{6,18}$/.test(number) ? notOf('vat', 'VAT number') : unchecked(number)
  },
  evidence: REGISTERED,
  pii: 'none',
  pattern: /^[A-Z0-9&+*]{4,22}$/,
  example: { value: 'DE136695976', country: 'DE' },
}
