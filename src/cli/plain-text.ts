/** What moves a terminal's cursor, turns the order of a line round, or stands in it unseen; joiners are left, since scripts need them. */
const dangerous = /[\p{Cc}\p{Bidi_Control}\u2028\u2029\u00ad\u200b\u2060-\u2064\ufeff\u{e0000}-\u{e007f}]/gu

/** Text from data, safe to print: control, direction and unseen characters become spaces. */
export const plainText = (value: unknown): string => String(value ?? '').replaceAll(dangerous, ' ')

/** The same for text of several lines whose line breaks are ours. */
export const plainLines = (text: string): string => text.split('\n').map(plainText).join('\n')

/** A JSON document in which no character can act on a terminal; its meaning is unchanged. */
export const jsonText = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replaceAll(dangerous, (character) =>
    character === '\n'
      ? character
      : Array.from({ length: character.length }, (_, at) => escaped(character.charCodeAt(at))).join(''),
  )

const escaped = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`
