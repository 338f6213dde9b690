import { stripVTControlCharacters } from 'node:util'

/** Characters of East Asian scripts and pictographs take two columns; combining marks none. */
const columnsOf = (character: string): number => {
  if (/^(?:\p{M}|\p{Cf})$/u.test(character)) return 0
  return /^[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]$/u.test(
    character,
  ) || (character.codePointAt(0) ?? 0) >= 0x1f300
    ? 2
    : 1
}

/** Columns that a text takes on a terminal; colours take none. */
export const displayColumns = (text: string): number =>
  [...stripVTControlCharacters(text)].reduce((sum, character) => sum + columnsOf(character), 0)

const COLOUR_OR_CHARACTER = new RegExp(`(${'\u001b'}\\[[\\d;]*m)|.`, 'gsu')

/** The text cut to so many columns, with an ellipsis where it was cut. Colours are kept, those after the cut as well. */
export function cutToColumns(text: string, columns: number): string {
  if (displayColumns(text) <= columns) return text
  let left = columns - 1
  let full = false
  return text.replace(COLOUR_OR_CHARACTER, (character, colour: string | undefined) => {
    if (colour !== undefined) return colour
    if (full) return ''
    const wide = columnsOf(character)
    if (wide <= left) {
      left -= wide
      return character
    }
    full = true
    return columns > 0 ? '…' : ''
  })
}
