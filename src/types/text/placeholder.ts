import { foldWords } from './fold-text.ts'

const WORDS = new Set([
  'na',
  'nan',
  'nat',
  'none',
  'null',
  'nil',
  'undefined',
  'unknown',
  'unnamed',
  'noname',
  'notavailable',
  'notapplicable',
  'notknown',
  'notprovided',
  'nodata',
  'blank',
  'empty',
  'missing',
  'tba',
  'tbc',
  'tbd',
  'tobeadvised',
  'tobeconfirmed',
  'tobedetermined',
  'xx',
  'xxx',
  '0',
])
const SPREADSHEET_ERROR = /^#(?:n\/a|ref!|value!|name\?|null!|num!|div\/0!)$/i
const LONGEST = 24
const HAS_LETTER_OR_DIGIT = /[\p{L}\p{N}]/u

/** Whether cleaned text only stands for "nothing here": `n/a`, `Unknown`, `-`, `#REF!`, `tbc` … */
export function isPlaceholder(text: string): boolean {
  if (!HAS_LETTER_OR_DIGIT.test(text)) return true
  if (text.length > LONGEST) return false
  return WORDS.has(foldWords(text, '')) || SPREADSHEET_ERROR.test(text)
}
