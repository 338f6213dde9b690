import { escapeByte } from './escaped-bytes.ts'

/** Length of the valid UTF-8 character at a place: 0 when there is none, -1 when the bytes end in it. */
function characterAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0
  if (first < 0x80) return 1
  const length =
    first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xc2 && first < 0xe0 ? 2 : 0
  for (let index = 1; index < length; index++) {
    const byte = bytes[at + index]
    if (byte === undefined) return -1
    const low = index === 1 ? (first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80) : 0x80
    const high = index === 1 ? (first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf) : 0xbf
    if (byte < low || byte > high) return 0
  }
  return length
}

/** Reads UTF-8 in chunks of any cut, and counts what is not. */
export class Utf8WithFaults {
  /** Characters of several bytes. */
  characters = 0
  /** Where bytes that are no UTF-8 stand, from 1; the first hundred thousand. */
  readonly faults: number[] = []
  faultCount = 0
  #offset = 0
  #rest: Buffer = Buffer.alloc(0)

  #fault(at: number): void {
    this.faultCount++
    if (this.faults.length < 100_000) this.faults.push(this.#offset + at + 1)
  }

  /** The text of a chunk; wrong bytes are escaped. */
  write(chunk: Buffer, final = false): string {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    let text = ''
    let from = 0
    let at = 0
    while (at < bytes.length) {
      const length = characterAt(bytes, at)
      if (length > 0) {
        if (length > 1) this.characters++
        at += length
        continue
      }
      if (length < 0 && !final) break
      text += bytes.toString('utf8', from, at) + escapeByte(bytes[at] ?? 0)
      this.#fault(at)
      at++
      from = at
    }
    text += bytes.toString('utf8', from, at)
    this.#offset += at
    this.#rest = bytes.subarray(at)
    return text
  }
}
