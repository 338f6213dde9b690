/** Numbers in Parquet's mix of repeated and bit-packed runs. */
export interface HybridRuns {
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
  /** Bits to a number. */
  readonly width: number
}

/** Fills `into`, whose length is the count of the numbers: no run goes beyond it, however long it says that it is. @throws Error */
export function readHybridRuns({ bytes, start, end, width }: HybridRuns, into: Uint8Array | Uint32Array): void {
  if (end > bytes.length || width > 32) throw new Error('a page holds less than it says')
  let at = start
  for (let seen = 0; seen < into.length; ) {
    let head = 0
    for (let shift = 0; ; shift += 7) {
      if (at >= end || shift > 28) throw new Error('a page holds less than it says')
      const part = bytes[at++] ?? 0
      head += (part & 127) * 2 ** shift
      if (part < 128) break
    }
    const count = Math.floor(head / 2)
    if (head % 2 === 0) {
      let value = 0
      const length = (width + 7) >> 3
      if (at + length > end) throw new Error('a page holds less than it says')
      for (let index = 0; index < length; index++) value += (bytes[at + index] ?? 0) * 2 ** (8 * index)
      at += length
      into.fill(value, seen, Math.min(into.length, seen + count))
      seen += count
      continue
    }
    const last = Math.min(into.length, seen + count * 8)
    if (at + Math.floor(((last - seen) * width) / 8) > end) throw new Error('a page holds less than it says')
    unpackBits(bytes, at, width, into, seen, last)
    seen = last
    at += count * width
  }
}

function unpackBits(
  bytes: Uint8Array,
  start: number,
  width: number,
  into: Uint8Array | Uint32Array,
  first: number,
  last: number,
): void {
  let byte = start
  let bit = 0
  const most = 2 ** width
  for (let index = first; index < last; index++) {
    if (width <= 24) {
      const four =
        (bytes[byte] ?? 0) |
        ((bytes[byte + 1] ?? 0) << 8) |
        ((bytes[byte + 2] ?? 0) << 16) |
        ((bytes[byte + 3] ?? 0) << 24)
      into[index] = (four >>> bit) & (most - 1)
    } else {
      let value = 0
      for (let part = 0; part < 5; part++) value += (bytes[byte + part] ?? 0) * 2 ** (8 * part)
      into[index] = Math.floor(value / 2 ** bit) % most
    }
    bit += width
    byte += bit >> 3
    bit &= 7
  }
}
