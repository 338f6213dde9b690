import { cleanText } from '../text/clean-text.ts'
import { unwrapped } from '../text/unwrapped.ts'
import { absent, accepted, type NormaliseContext, type Normalised, refused } from './normalised.ts'

const WHOLE_NUMBER_AS_DECIMAL = /^(-?\d+)\.0+$/
const NOTHING =
  /^(?:[^\p{L}\p{N}]+|n\/a|nan|nat|none|null|undefined|#n\/a|#ref!|#value!|#name\?|#null!|#num!|#div\/0!)$/iu

/**
 * An identifier as its source means it: cleaned, and `12` for the `12.0` of a numeric column. Case and leading zeros are
 * the source's. Refuses text that only stands for "nothing here" (`placeholder_identifier`). Total and idempotent.
 */
export function normaliseIdentifier(raw: string | null, _context?: NormaliseContext): Normalised<string> {
  const cleaned = cleanText(raw)
  if (cleaned === null) return absent
  const text = unwrapped(cleaned)
  if (text === '' || NOTHING.test(text)) {
    return refused('placeholder_identifier', 'The identifier is a placeholder; give the key of the record.')
  }
  return accepted(WHOLE_NUMBER_AS_DECIMAL.exec(text)?.[1] ?? text)
}
