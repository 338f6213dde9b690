/**
 * A byte that is no UTF-8 stands in a text as a lone surrogate, U+DC00 and its value, which no valid text has: so it can be told where it
 * is, and cannot be taken for a character.
 */
export const escapeByte = (byte: number): string => String.fromCharCode(0xdc00 + byte)

const lone = /(?<![\ud800-\udbff])[\udc80-\udcff]/g

/** How many such bytes a text holds. */
export function escapedBytes(text: string): number {
  if (text.isWellFormed()) return 0
  return text.match(lone)?.length ?? 0
}

/** The bytes of a text in UTF-8, escaped ones as they were. */
export function bytesOf(text: string): Buffer {
  if (text.isWellFormed()) return Buffer.from(text)
  const pieces: Buffer[] = []
  let from = 0
  for (const { index } of text.matchAll(lone)) {
    pieces.push(Buffer.from(text.slice(from, index)), Buffer.from([text.charCodeAt(index) - 0xdc00]))
    from = index + 1
  }
  return Buffer.concat([...pieces, Buffer.from(text.slice(from))])
}
