import type { IdentifierScheme } from '../identifiers/identifier-scheme.ts'
import { cleanText } from '../text/clean-text.ts'
import { isPlaceholder } from '../text/placeholder.ts'
import { saysNothing } from '../text/says-nothing.ts'
import { unwrapped } from '../text/unwrapped.ts'
import { absent, accepted, type Normalised, refused, saidNothing } from './normalised.ts'

export interface IdentifierRules {
  readonly scheme?: IdentifierScheme | undefined
  /** Without a scheme; a scheme knows its own. */
  readonly letterCase?: 'keep' | 'upper' | 'lower' | undefined
  /** Texts of digits alone that are shorter get zeros in front. */
  readonly width?: number | undefined
}

const WHOLE_NUMBER_AS_DECIMAL = /^(\d+)\.0+$/
const ROUNDED = /^\d[.,]\d+E\+\d{1,3}$/i
const NOTHING = saidNothing('placeholder_identifier', 'The identifier is a placeholder; give the number of the record.')
const LOST = refused(
  'number_rounded',
  'A spreadsheet has shortened the number to a power of ten, so digits are lost; give the whole number as text.',
)

/**
 * A reader of identifiers: as their source spells them but for `12.0` (`12`), or by the rules of a scheme. Zeros in front stay. Total and
 * idempotent.
 */
export function identifierReader(
  { scheme, letterCase = 'keep', width = 0 }: IdentifierRules,
  country: string,
): (raw: string) => Normalised<string> {
  const inCase = (text: string): string =>
    letterCase === 'keep' ? text : (letterCase === 'upper' ? text.toUpperCase() : text.toLowerCase()).normalize('NFKC')
  return (raw) => {
    const given = cleanText(raw)
    if (given === null) return absent
    const cleaned = unwrapped(given)
    // A lone zero may well be the first of a list's numbers.
    if (cleaned !== '0' && (isPlaceholder(cleaned) || saysNothing(cleaned))) return NOTHING
    if (ROUNDED.test(cleaned)) return LOST
    const text = WHOLE_NUMBER_AS_DECIMAL.exec(cleaned)?.[1] ?? cleaned
    if (scheme !== undefined) return scheme.read(text.toUpperCase().normalize('NFKC').trim(), country)
    const value = inCase(text)
    if (!/^\d+$/.test(value) || value.length >= width) return accepted(value)
    return accepted(value.padStart(width, '0'), [
      { code: 'leading_zeros_restored', message: 'Zeros in front, which spreadsheets take off, were put back.' },
    ])
  }
}
