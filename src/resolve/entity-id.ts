import { createHash } from 'node:crypto'

/** RFC 4648 §6 base32, in lower case. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

/**
 * The id an entity gets at birth: prefix + 20 base32 characters (100 bits) of sha256(least source record key).
 * File, sheet and row number never enter it, so moving or re-ordering rows changes no id.
 */
export function entityId(prefix: string | 'chg' | 'pair' | 'dec', leastRecordKey: string): string {
  const digest = createHash('sha256').update(leastRecordKey).digest()
  let text = ''
  let bits = 0
  let buffer = 0
  for (const byte of digest) {
    buffer = ((buffer << 8) | byte) & 0xffff
    bits += 8
    while (bits >= 5 && text.length < 20) {
      bits -= 5
      text += ALPHABET[(buffer >> bits) & 31]
    }
  }
  return `${prefix}_${text}`
}
