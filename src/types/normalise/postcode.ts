import { cleanText } from '../text/clean-text.ts'
import { saysNothing } from '../text/says-nothing.ts'
import { absent, accepted, type Normalised, refused } from './normalised.ts'

/** How a country writes its postcodes. */
interface Shape {
  /** Of a postcode without spaces and hyphens, upper case. */
  readonly compact: RegExp
  /** The canonical spelling of such a one. */
  readonly spell: (compact: string) => string
  /**
   * How many digits it has, where it has nothing else: what a spreadsheet that took it for a number has lost can be
   * told.
   */
  readonly digits?: number
  /** The letters that its post writes before the digits, and that mean nothing more. */
  readonly prefix?: string
}

const same = (compact: string): string => compact
const split = (at: number, mark: string) => (compact: string) => `${compact.slice(0, at)}${mark}${compact.slice(at)}`
const digits = (count: number, spell = same, prefix?: string, compact = new RegExp(`^\\d{${count}}$`)): Shape => ({
  compact,
  spell,
  digits: count,
  ...(prefix === undefined ? {} : { prefix }),
})
const shapesOf = (countries: string, shape: Shape): [string, Shape][] =>
  countries.split(' ').map((country) => [country, shape])

const SHAPES: ReadonlyMap<string, Shape> = new Map([
  ...shapesOf('ZA', digits(4, same, undefined, /^(?!0000)\d{4}$/)),
  ...shapesOf('AT BE BG CH HU LI NO DK NZ AU CY GE TN', digits(4)),
  ...shapesOf('LU', digits(4, same, 'L')),
  ...shapesOf('SI', digits(4, same, 'SI')),
  ...shapesOf(
    'LV',
    digits(4, (compact) => `LV-${compact}`, 'LV'),
  ),
  ...shapesOf(
    'LT',
    digits(5, (compact) => `LT-${compact}`, 'LT'),
  ),
  ...shapesOf('DE', digits(5, same, 'D', /^(?!00)\d{5}$/)),
  ...shapesOf('ES', digits(5, same, 'E', /^(?:0[1-9]|[1-4]\d|5[0-2])\d{3}$/)),
  ...shapesOf('FR MC GP MQ GF RE', digits(5, same, 'F')),
  ...shapesOf('IT SM VA', digits(5, same, 'I')),
  ...shapesOf('FI', digits(5, same, 'FI')),
  ...shapesOf('HR', digits(5, same, 'HR')),
  ...shapesOf('EE RS MX TR KR MY TH UA SA EG KE NA MA PH ID PK MU CU', digits(5)),
  ...shapesOf('SE', digits(5, split(3, ' '), 'SE')),
  ...shapesOf('GR', digits(5, split(3, ' '), 'GR')),
  ...shapesOf('CZ SK', digits(5, split(3, ' '))),
  ...shapesOf('PL', digits(5, split(2, '-'), 'PL')),
  ...shapesOf('IN CN RU SG RO VN NG CO KZ BY', digits(6)),
  ...shapesOf('PT', digits(7, split(4, '-'))),
  ...shapesOf('JP', digits(7, split(3, '-'))),
  ...shapesOf('IL', digits(7)),
  ...shapesOf('BR', digits(8, split(5, '-'))),
  [
    'US',
    { compact: /^(?!000)\d{5}(?:\d{4})?$/, spell: (zip) => (zip.length === 9 ? split(5, '-')(zip) : zip), digits: 5 },
  ],
  ['PR', { compact: /^00\d{3}(?:\d{4})?$/, spell: (zip) => (zip.length === 9 ? split(5, '-')(zip) : zip), digits: 5 }],
  [
    'GB',
    {
      compact: /^(?:GIR0AA|[A-Z]{1,2}\d[A-Z\d]?\d[ABD-HJLNP-UW-Z]{2})$/,
      spell: (code) => split(code.length - 3, ' ')(code),
    },
  ],
  ['NL', { compact: /^[1-9]\d{3}[A-Z]{2}$/, spell: split(4, ' '), prefix: 'NL' }],
  ['CA', { compact: /^[ABCEGHJ-NPRSTVXY]\d[A-Z]\d[A-Z]\d$/, spell: split(3, ' ') }],
  ['IE', { compact: /^(?:[A-Z]\d\d|D6W)[0-9A-Z]{4}$/, spell: split(3, ' ') }],
  ['AR', { compact: /^(?:[A-Z]\d{4}[A-Z]{3}|\d{4})$/, spell: same }],
  ['MT', { compact: /^[A-Z]{3}\d{4}$/, spell: split(3, ' ') }],
])
for (const territory of ['GG', 'IM', 'JE']) (SHAPES as Map<string, Shape>).set(territory, SHAPES.get('GB') as Shape)

const LONGEST = 16
const NO_POSTCODE = refused(
  'invalid_postcode',
  'The text has no digit, or is longer than any postcode; correct it in the source.',
)
const REPAIRED = [{ code: 'repaired', message: 'A leading zero that a spreadsheet takes off was put back.' }]
const OTHER_SHAPE = [
  {
    code: 'unusual_postcode',
    message: "The postcode is not written as those of the column's country; it stands as it was given.",
  },
]

/** The postcode as a country writes it, or null where it is none of its own. */
function spelt(compact: string, shape: Shape): string | null {
  const { prefix } = shape
  const bare =
    prefix !== undefined && !shape.compact.test(compact) && compact.startsWith(prefix)
      ? compact.slice(prefix.length)
      : compact
  return shape.compact.test(bare) ? shape.spell(bare) : null
}

/** What a spreadsheet left of a postcode that begins with zeros. */
function refilled(compact: string, { digits: count, compact: whole, spell }: Shape): string | null {
  if (count === undefined || compact.length >= count || !/^[1-9]\d*$/.test(compact)) return null
  const filled = compact.padStart(count, '0')
  return whole.test(filled) ? spell(filled) : null
}

/**
 * The reader of a country's postcodes, ISO 3166-1 alpha-2: upper case, spaces and hyphens as its post writes them,
 * leading zeros kept; zeros that a spreadsheet took off come back where the country's postcodes are digits of one
 * length (`repaired`). What is written in another shape stays as upper-case text (`unusual_postcode`); without a
 * digit it is null (`invalid_postcode`). Total and idempotent.
 */
export function postcodeReader(country: string): (raw: string) => Normalised<string> {
  const shape = SHAPES.get(country)
  return (raw) => {
    const cleaned = cleanText(raw)
    if (cleaned === null) return absent
    const text = cleaned.toUpperCase().replace(/^(\d+)\.0+$/, '$1')
    const compact = text.replace(/[\s.–-]/g, '')
    if (shape !== undefined && compact.length <= LONGEST) {
      const known = spelt(compact, shape)
      if (known !== null) return accepted(known)
      const whole = refilled(compact, shape)
      if (whole !== null) return accepted(whole, REPAIRED)
    }
    if (saysNothing(text)) return absent
    if (text.length > LONGEST || !/^[\p{L}\p{N} -]*$/u.test(text) || !/\d/.test(text) || /^[0 -]+$|^-|-$/.test(text))
      return NO_POSTCODE
    return accepted(text, shape === undefined ? [] : OTHER_SHAPE)
  }
}

/**
 * Whether a text is a postcode of a country, as its post or a spreadsheet writes it; of any country that writes
 * letters where none is told.
 */
export function isPostcode(text: string, country: string): boolean {
  const compact = text.trim().toUpperCase().replace(/[\s-]/g, '')
  if (compact.length > LONGEST) return false
  const shape = SHAPES.get(country)
  return shape === undefined
    ? ['GB', 'NL', 'CA', 'IE'].some((one) => SHAPES.get(one)?.compact.test(compact))
    : spelt(compact, shape) !== null
}
