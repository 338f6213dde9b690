const dangerous = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu

/** Text from data, safe to print: control characters, which can move a terminal's cursor or recolour it, become spaces. */
export const plainText = (value: unknown): string => String(value ?? '').replaceAll(dangerous, ' ')

/** The same for text of several lines whose line breaks are ours. */
export const plainLines = (text: string): string => text.split('\n').map(plainText).join('\n')

/** A JSON document in which no character can act on a terminal; its meaning is unchanged. */
export const jsonText = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replaceAll(dangerous, (character) =>
    character === '\n' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
