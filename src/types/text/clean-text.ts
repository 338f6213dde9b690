const LONGEST = 10_000
const TIDY_ASCII = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/
// Whitespace is judged after the invisible characters are gone: JavaScript counts U+FEFF as whitespace.
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cs}]|(?![\s\x85])\p{Cc}/gu
const WHITESPACE = /[\s\x85]+/g

/**
 * The text of a cell as people read it: NFKC, without zero-width and control characters or lone surrogates, with each
 * run of whitespace as one space, trimmed, and at most 10,000 UTF-16 units. Blank is null. Total and idempotent.
 */
export function cleanText(raw: string | null): string | null {
  if (raw === null) return null
  if (raw.length <= LONGEST && TIDY_ASCII.test(raw)) return raw
  // Removal comes before NFKC, so that letters it brings together compose at once and not in a second cleaning.
  const text = raw.replace(INVISIBLE, '').normalize('NFKC').replace(WHITESPACE, ' ').trim()
  if (text.length <= LONGEST) return text === '' ? null : text
  return text
    .slice(0, LONGEST)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd()
}
