const ASCII = /^[^\u0080-\uffff]*$/
const ACCENTS = /[\u0300-\u036f]/g
const UNDECOMPOSED = /[ßæœøđðþłħıŋς]/g
const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ŋ: 'ng',
  ς: 'σ',
}
const NOT_WORD = /[^\p{L}\p{N}\p{M}]+/gu
const NOT_WORD_ASCII = /[^a-z0-9]+/g

/**
 * Lower case without accents, for comparison and never for display: `Straße Ørsted` → `strasse orsted`. Letters of
 * other scripts stay. Total and idempotent.
 */
export function foldText(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase()
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(ACCENTS, '')
    .replace(UNDECOMPOSED, (letter) => PLAIN[letter] ?? letter)
  return ASCII.test(plain) ? plain : plain.normalize('NFC')
}

/** The folded text with each run of anything but letters and digits replaced, and none at either end. */
export function foldWords(text: string, separator: string): string {
  const folded = foldText(text)
  const words = folded.replace(ASCII.test(folded) ? NOT_WORD_ASCII : NOT_WORD, ' ').trim()
  return separator === ' ' ? words : words.replaceAll(' ', separator)
}
