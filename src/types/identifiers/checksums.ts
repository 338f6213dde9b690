/** Remainder by 97 of digits and letters, a letter counting as the two digits from 10 (A) to 35 (Z): ISO 7064. */
function remainder97(characters: string): number {
  let rest = 0
  for (const character of characters) {
    const value = Number.parseInt(character, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest
}

/** ISO 17442: 20 capitals and digits, of which the last two check the rest. */
export const isLei = (text: string): boolean => /^[0-9A-Z]{18}\d{2}$/.test(text) && remainder97(text) === 1

/** ISO 13616: country, two check digits, up to 30 characters of the account. */
export const isIban = (text: string): boolean =>
  /^[A-Z]{2}\d{2}[0-9A-Z]{11,30}$/.test(text) && remainder97(text.slice(4) + text.slice(0, 4)) === 1

/** The check digit of GS1 over 8, 12, 13 or 14 digits; zeros in front change nothing. */
export function isGtin(digits: string): boolean {
  if (!/^(?:\d{8}|\d{12,14})$/.test(digits) || /^0+$/.test(digits)) return false
  let sum = 0
  for (let at = digits.length - 1, weight = 1; at >= 0; at--, weight = 4 - weight) sum += Number(digits[at]) * weight
  return sum % 10 === 0
}

/** Ten characters of which the last may be X. */
export function isIsbn10(text: string): boolean {
  if (!/^\d{9}[\dX]$/.test(text)) return false
  const sum = [...text].reduce((sum, digit, at) => sum + (digit === 'X' ? 10 : Number(digit)) * (10 - at), 0)
  return sum % 11 === 0
}

/** The thirteen digits of a book's ten: `978`, nine digits, a new check digit. */
export function isbn13Of(isbn10: string): string {
  const body = `978${isbn10.slice(0, 9)}`
  const sum = [...body].reduce((sum, digit, at) => sum + Number(digit) * (at % 2 === 0 ? 1 : 3), 0)
  return `${body}${(10 - (sum % 10)) % 10}`
}

/** Luhn's check over two digits or more. */
export function isLuhn(digits: string): boolean {
  if (!/^\d{2,}$/.test(digits) || /^0+$/.test(digits)) return false
  let sum = 0
  for (let at = digits.length - 1, second = false; at >= 0; at--, second = !second) {
    const value = Number(digits[at]) * (second ? 2 : 1)
    sum += value > 9 ? value - 9 : value
  }
  return sum % 10 === 0
}
