/** Letters that the first byte of a UTF-8 character looks like in windows-1252, before what its other bytes may look like. */
const suspicious =
  /[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]/

/** What windows-1252 writes at 0x80 to 0x9f; holes are the control characters that other programs put there. */
const upper =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178'
const byteOf = new Map([...upper].map((character, at) => [character.charCodeAt(0), 0x80 + at]))
const strict = new TextDecoder('utf-8', { fatal: true })

/** Whether a text is UTF-8 that somebody read as windows-1252: `CafÃ©` for `Café`. Its bytes in the one are valid in the other. */
export function isMojibake(text: string): boolean {
  if (!suspicious.test(text)) return false
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const byte = code < 0x100 ? code : byteOf.get(code)
    if (byte === undefined) return false
    bytes[at] = byte
  }
  try {
    strict.decode(bytes)
    return true
  } catch {
    return false
  }
}
