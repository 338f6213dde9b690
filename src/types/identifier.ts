import { z } from 'zod'
import { sameAttribute } from './compare/blocks.ts'
import { equal, missing, otherwise, sharesOne } from './compare/levels.ts'
import { defineType } from './define-type.ts'
import { isGtin, isIban, isLei } from './identifiers/checksums.ts'
import type { IdentifierScheme } from './identifiers/identifier-scheme.ts'
import { type IdentifierSchemeName, identifierSchemes } from './identifiers/identifier-schemes.ts'
import { identifierReader } from './normalise/identifier-reader.ts'
import { provedScheme } from './recognise/proved-scheme.ts'
import { type LabelledColumn, listed, recogniser } from './recognise/recogniser.ts'
import type { Evidence } from './semantic-type.ts'

const names = Object.keys(identifierSchemes) as IdentifierSchemeName[]
const options = z.strictObject({
  scheme: z
    .enum(names)
    .optional()
    .describe(
      `Who gives the number, which is then checked: ${names.map((name) => `\`${name}\` (${identifierSchemes[name].title})`).join(', ')}. ` +
        'Without it any text is an identifier.',
    ),
  case: z
    .enum(['keep', 'upper', 'lower'])
    .optional()
    .describe('Without a scheme: how letters are written. `keep` when nothing is said.'),
  width: z
    .int()
    .min(2)
    .max(40)
    .optional()
    .describe('Without a scheme: numbers of fewer digits get back the zeros that spreadsheets take off in front.'),
})
type Options = z.infer<typeof options>

const ANY: Evidence = { frequency: 'few', exclusive: false, stable: true }
const CODE = /^[\p{L}\p{N}][\p{L}\p{N}._/\\#:-]{0,39}$/u
const DECIMAL = /^[-–+]?\d+[.,]\d+$/
const DAY = /^\d{1,4}([/.-])\d{1,2}\1\d{1,4}(?!\d)/
const compacted = (cell: string): string => cell.replace(/[\s-]/g, '').toUpperCase()

const schemeOf = ({ scheme }: Options): IdentifierScheme | undefined =>
  scheme === undefined ? undefined : identifierSchemes[scheme]

/** One word of letters and digits, and neither a measure nor a day; or what a check digit proves. */
function isCode(cell: string): boolean {
  const text = cell.trim()
  const bare = compacted(text)
  if (isLei(bare) || isIban(bare)) return true
  // Numbers that states give are written in groups.
  const word = /^(?:[A-Z]{2} ?)?\d{2,4}(?: \d{2,4}){2,}$/.test(text) ? bare : text
  return CODE.test(word) && /\d/.test(word) && !DECIMAL.test(word) && !DAY.test(word)
}

/** Check digits prove it. Otherwise a column of codes of which none comes twice is a key, most likely. */
function distinctive({ sample, country }: LabelledColumn): number {
  const share = (test: (text: string) => boolean) =>
    sample.filter((cell) => test(compacted(cell))).length / sample.length
  if (share((text) => isLei(text) || isIban(text) || (text.length > 11 && isGtin(text))) >= 0.9) return 0.95
  if (provedScheme(sample, country) !== null) return 0.95
  const different = new Set(sample.map(compacted)).size
  return sample.length >= 5 && different === sample.length ? 0.5 : 0.2
}

export const identifier = defineType<string, Options>({
  id: 'identifier',
  title: 'Identifier',
  description:
    'A number or code that somebody gave: of a register, of a list, of an article. As its source spells it, zeros in front kept; with a ' +
    'scheme, checked by its check digits and in its one spelling.',
  example: 'C-00123',
  examples: [
    { options: { case: 'upper' }, value: 'AB-12' },
    { options: { width: 6 }, value: '000123' },
    ...names.map((scheme) => ({ options: { scheme }, ...identifierSchemes[scheme].example })),
  ],
  options,
  recognise: recogniser({
    labels: listed(
      'id, uid, uuid, guid, identifier, key, code, ref, reference, reference number, number, no, nr, num',
      'record id, customer id, customer number, customer no, client code, account, account number',
      'account no, acc no, registration number, reg no, registration no, company number, company no',
      'licence number, license number, permit, vat, vat no, vat number, vat reg no, vat id, tax number',
      'tax id, tax no, tin, ein, gst, abn, duns, npi, lei, iban, isbn, issn, ean, gtin, upc, barcode, sku',
      'serial number, part number, article number, national id, id number, identity number, passport',
      'passport number, ssn, soc sec id, social security number, social security no, nhs number, medicare number, social insurance number, member number, invoice number, order number',
      'gstin, gst no, pan, abn no, acn, nip, regon, krs, vkn, vergi no, employee number, student number, charity number, siret, siren, rcs, kliëntnommer, rekeningnommer',
      'verwysing, id nommer, registrasienommer, btw nommer, nommer, kode, kundennummer, kunden nr, nummer',
      'kennung, ust id, ust idnr, ust id nr, steuernummer, handelsregisternummer, hrb, artikelnummer',
      'mitgliedsnummer, kennziffer, aktenzeichen, numéro, numéro client, n tva, numéro de tva, référence',
      'identifiant, code client, código, referencia, nif, cif, cuit, rfc, rut, dni, número de cliente',
      'número, cnpj, cpf, nipc, referência, identificador, kvk, kvk nummer, btw nummer, btw, bsn',
      'klantnummer, referentie, codice, codice cliente, partita iva, p iva, piva, codice fiscale',
      'riferimento, инн, огрн, номер, код, 编号, 番号',
    ),
    otherLabels: listed(
      'zip code, postal code, post code, postcode, código postal, code postal, country code, currency code',
      'area code, language code, phone number, contact number, mobile number, telephone number, fax number',
      'cell number, cell no, house number, street number, telephone no, phone no, contact no, tel no',
      'tel nr, dialling code, postal code no, state code, region code, province code, city code',
      'codice postale, telefonnummer, hausnummer, rufnummer, huisnummer, telefoonnummer, yes no',
      'postnummer, cep, c p, cp, kod pocztowy, 郵便番号, 邮政编码, 우편번호, 電話番号, 住所, 番地',
      'número de teléfono, numéro de téléphone, mobile no, fax no, whatsapp number',
    ),
    holds: isCode,
    distinctive,
  }),
  reader: (given, { country }) => ({
    normalise: identifierReader({ scheme: schemeOf(given), letterCase: given.case, width: given.width }, country),
  }),
  repairs: true,
  column: 'string',
  compare: ({ value, isList }) => [
    missing(value, 'no identifier'),
    isList
      ? sharesOne(value, 'an identifier in common', { m: 0.95, u: 1e-6 })
      : equal(value, 'same identifier', { m: 0.95, u: 1e-6 }),
    otherwise('other identifiers', { m: 0.05, u: 1 }),
  ],
  block: (columns) => [sameAttribute(columns)],
  evidence: (given) => schemeOf(given)?.evidence ?? ANY,
  keep: 'first',
  keeps: ['first', 'most_common', 'distinct'],
  pii: (given) => schemeOf(given)?.pii ?? 'none',
  schema: (given) => {
    const pattern = schemeOf(given)?.pattern
    return pattern === undefined ? z.string().min(1) : z.string().regex(pattern)
  },
})
