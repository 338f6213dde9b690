const FIRST_SMALL = /\p{Ll}/u

/** One capital even where a letter becomes two (`ß` → `Ss`), so that title case stays title case when repeated. */
export function capitalLetter(letter: string): string {
  const [first = '', ...rest] = letter.toUpperCase()
  return first + rest.join('').toLowerCase()
}

/** A word in small letters with its first cased letter as a capital. */
export const capitalise = (word: string): string => word.replace(FIRST_SMALL, capitalLetter)
