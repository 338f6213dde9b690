import { asciiDigits } from '../text/ascii-digits.ts'

const WORDS =
  'ext(?:ensions?|n|s)?|extensión|extensão|x|uitb(?:r|reiding)?|bylyn|poste|durchwahl|dw|app(?:arat)?|nebenstelle|anexo|ramal|interno|int|toestel|tst|wewn|wew|[rw]\\.(?=\\s*\\d{1,5}\\s*$)|dahili|lokal|linka|anknytning|доб|вн|内线|內線|内線|分机|分機|转|轉|내선'
const BETWEEN = '\\s*(?:,|/|&|\\bor\\b|\\band\\b|\\bof\\b|\\boder\\b|\\bou\\b|\\bo\\b)\\s*'
const HAS_LETTER_OR_SIGN = /[\p{L}#]/u
const EXTENSIONS = new RegExp(
  `(?<=[\\d).])[\\s,;/–-]*(?:\\(\\s*)?(?:(?:${WORDS})(?![\\p{L}])\\.?\\s*[:=#]?|#)\\s*(\\d{1,6}(?!\\d)(?:${BETWEEN}\\d{1,6}(?![\\d\\s-]*\\d))*)(?!\\d)(?:\\s*\\))?`,
  'giu',
)
const NO_EXTENSION = new RegExp(`(?<=[\\d)])[\\s,;/–-]*(?:${WORDS.replace('|x|', '|')})\\.?\\s*[:=#]?\\s*$`, 'iu')
const SEVERAL = new RegExp(BETWEEN, 'giu')
const EXTENDED = /\s*ext\s(\d[\d~]*)\s*$/
/** Hours at which a phone is answered. */
const HOURS = /[\s,(-]*\b(?:24\s?(?:\/\s?7|h(?:ou)?rs?|h|uur)|after hours|a\/h)\b\s*\)?/giu
const NAMED_NUMBER =
  /(?<=\d[\s)]*)\s(?=(?:tel(?:ephone)?|fax|faks|cell?|mob(?:ile)?|phone|office|home|work|w|t|f|c|m)\b\s*[.:]*\s*[+(]?\d)/giu
const REMARK = /\(\s*\p{L}[^()\d]{0,40}\)/gu
const FEWEST_OF_TWO = 14

/**
 * The text of a cell with the digits of every script as plain ones and each extension as `ext 12~13`, so that it is not taken for another
 * number; labels in brackets part two numbers.
 */
export function phoneText(cell: string): string {
  const text = asciiDigits(cell).replace(HOURS, ' ').replace(NAMED_NUMBER, ' ; ')
  if (!HAS_LETTER_OR_SIGN.test(text)) return text
  const marked = text
    .replace(EXTENSIONS, (_, numbers: string) => ` ext ${numbers.replace(SEVERAL, '~')}`)
    .replace(NO_EXTENSION, '')
  return marked.replace(/\D/g, '').length >= FEWEST_OF_TWO ? marked.replace(REMARK, ';') : marked
}

/** A number's text without its extension, and the extension: several of them with commas between; null when there is none. */
export function withoutExtension(text: string): { readonly number: string; readonly extension: string | null } {
  const found = EXTENDED.exec(text)
  if (found === null) return { number: text, extension: null }
  return { number: text.slice(0, found.index), extension: (found[1] ?? '').replaceAll('~', ', ') }
}

const NUMBER = /[+(]?\d[\d\s().\-–/]{5,}\d/gu
/** What stands before numbers that nobody dials. */
const NO_PHONE =
  /\b(?:fax|faks|telefax|id|vat|btw|reg|registration|acc|account|rek|invoice|order|po|box|ref|tax|bank|branch|code|no account|passport|iban|erf|unit|stand)\b/iu
const LONGEST_REMARK = 40

/** The one number in a text whose other words have no digit: `082 555 0101 Thabo`; null where words say that it is another kind of number. */
export function numberAmongWords(text: string): string | null {
  const found = text.match(NUMBER)
  if (found?.length !== 1) return null
  const number = found[0]
  const words = text.replace(number, ' ').trim()
  if (words.length > LONGEST_REMARK || /\d/.test(words) || NO_PHONE.test(words)) return null
  return number
}
