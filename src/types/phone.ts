import { z } from 'zod'
import { sameAttribute } from './compare/blocks.ts'
import { equal, missing, otherwise, sharesOne } from './compare/levels.ts'
import { defineType } from './define-type.ts'
import { nationalNumber } from './normalise/national-number.ts'
import { accepted, besides, type Issue } from './normalise/normalised.ts'
import { normalisePhone } from './normalise/phone.ts'
import { phoneFacts } from './normalise/phone-facts.ts'
import { phoneSplitter } from './normalise/phone-splitter.ts'
import { phoneText, withoutExtension } from './normalise/phone-text.ts'
import { verifyPhone } from './normalise/verification.ts'
import { type LabelledColumn, recogniser } from './recognise/recogniser.ts'

const E164 = /^\+[1-9]\d{5,14}$/
const DIALLED = /^(?:\p{L}{1,12}[.:]*\s*)?[+(]?[\d\s().\-–/+]{6,}(?:\s*(?:x|ext|#)\.?\s*\d{1,6})?$/iu
const DECIMAL = /^[-–+]?\d{1,5}[.,]\d+$/
const DAY = /^\d{1,4}([/.-])\d{1,2}\1\d{1,4}(?!\d)/
const WRITTEN_AS_A_NUMBER = /^\s*(?:\+\d|\(0?\d{1,5}\)|0\d{1,4}[\s\-/]|\d{2,4}[\s-]\d{2,4}[\s-]\d)/

const options = z.strictObject({
  area_code: z
    .string()
    .regex(/^0?\d{1,5}$/)
    .optional()
    .describe('The area code, as it is dialled within the country, of numbers that are written without one.'),
})
const AREA_CODE: Issue = {
  code: 'area_code_added',
  message: 'The number was written without its area code; that of its column was put in front.',
}
const LOCAL = /^\D*[1-9][\d\s.-]{3,9}\d(?!\d)/

/** A number that is dialled in its own town, with its area code; null for what has a code already. */
const localNumber = (text: string, areaCode: string): string | null => {
  const plain = phoneText(text)
  const digits = withoutExtension(plain).number.replace(/\D/g, '').length
  return LOCAL.test(plain) && digits >= 5 && digits <= 8 ? plain.replace(/(?=\d)/, `${areaCode} `) : null
}

/** Digits and signs as people write a number that is dialled, and neither a day nor a measure. */
function isDialled(cell: string): boolean {
  const [first = ''] = cell.split(/[;,|\r\n]/)
  const text = first.trim()
  const digits = text.replace(/\D/g, '').length
  return digits >= 6 && digits <= 17 && DIALLED.test(text) && !DECIMAL.test(text) && !DAY.test(text)
}

/** Digits without a sign may be anything; with signs as numbers have them hardly anything else. */
function distinctive({ sample, country }: LabelledColumn): number {
  const share = (test: (cell: string) => boolean) => sample.filter(test).length / sample.length
  if (share((cell) => WRITTEN_AS_A_NUMBER.test(cell)) >= 0.6) return 0.85
  const context = { country }
  return share((cell) => normalisePhone(cell, context).value !== null) >= 0.9 ? 0.45 : 0.2
}

export const phone = defineType<string, z.infer<typeof options>>({
  options,
  id: 'phone',
  title: 'Phone number',
  description:
    'One phone number a value, in E.164; a cell may hold several. A number without a country code is read in the country of its ' +
    'column, source or domain; without a country it is refused.',
  example: '+27825550101',
  examples: [{ options: {}, value: '+493090182000', country: '' }],
  recognise: recogniser({
    labels: [
      'phone',
      'phone number',
      'phone no',
      'telephone',
      'telephone number',
      'tel',
      'tel no',
      'tel nr',
      'mobile',
      'mobile number',
      'mobile phone',
      'cell',
      'cell number',
      'cellphone',
      'cellular',
      'landline',
      'contact number',
      'contact no',
      'work phone',
      'home phone',
      'fax',
      'fax number',
      'whatsapp',
      'gsm',
      'telefon',
      'puhelin',
      'puhelinnumero',
      'telefonnummer',
      'handy',
      'mobil',
      'festnetz',
      'rufnummer',
      'telefoon',
      'telefoonnommer',
      'telefoonnummer',
      'selfoon',
      'selnommer',
      'mobiel',
      'téléphone',
      'portable',
      'télécopie',
      'teléfono',
      'móvil',
      'celular',
      'telefone',
      'telemóvel',
      'telefono',
      'cellulare',
      'телефон',
      'телефон номер',
      'هاتف',
      '电话',
      '電話番号',
    ],
    otherLabels: [
      'phone type',
      'phone status',
      'phone ext',
      'phone extension',
      'phone verified',
      'phone country',
      'country code',
      'calling code',
      'dialling code',
      'area code',
      'phone model',
    ],
    holds: isDialled,
    distinctive,
  }),
  reader: ({ area_code: areaCode }, context) => ({
    split: phoneSplitter(context.country),
    normalise: (text) => {
      const { value, issues, beside = {} } = normalisePhone(text, context)
      if (value !== null) return besides(accepted(value.e164, issues), beside)
      const whole = areaCode === undefined ? null : localNumber(text, areaCode)
      const local = whole === null ? null : normalisePhone(whole, context)
      return local?.value == null
        ? { value, issues }
        : besides(accepted(local.value.e164, [AREA_CODE, ...local.issues]), local.beside ?? {})
    },
  }),
  repairs: true,
  besides: {
    of: { extension: 'text' },
    text: (value, { extension = '' }) => `${value ?? ''} ext. ${extension}`.trim(),
  },
  column: 'string',
  parts: [
    {
      name: 'national',
      description: 'The number without its country calling code.',
      column: 'string',
      identifies: true,
      of: nationalNumber,
    },
    {
      name: 'country',
      description: 'ISO 3166-1 alpha-2 of the country whose plan it is of.',
      column: 'string',
      of: (value) => phoneFacts(value).country,
    },
  ],
  tellsCountry: { rank: 2, of: (value) => phoneFacts(value).country },
  compare: ({ value, isList, part }) => [
    missing(value, 'no phone'),
    ...(isList
      ? [
          sharesOne(value, 'a phone in common', { m: 0.78, u: 3e-5 }),
          sharesOne(part('national'), 'a phone in common but for the country code', { m: 0.02, u: 3e-5 }),
        ]
      : [
          equal(value, 'same phone', { m: 0.78, u: 3e-5 }),
          equal(part('national'), 'same phone but for the country code', { m: 0.02, u: 3e-5 }),
        ]),
    otherwise('other phones', { m: 0.2, u: 1 }),
  ],
  block: (columns) => [sameAttribute(columns)],
  evidence: { frequency: 'few', exclusive: false, stable: false, isPlace: true },
  keep: 'distinct',
  keeps: ['distinct', 'first', 'most_common'],
  pii: 'personal',
  verify: verifyPhone,
  schema: () => z.string().regex(E164),
})
