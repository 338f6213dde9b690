const MOST_DEPTH = 32

/** Bytes that end before what they say they hold. */
export class CutShortError extends Error {}

class Walk {
  at: number
  readonly #bytes: Uint8Array
  #left: number

  constructor(bytes: Uint8Array, at: number, most: number) {
    this.#bytes = bytes
    this.at = at
    this.#left = most
  }

  #byte(): number {
    const byte = this.#bytes[this.at++]
    if (byte === undefined) throw new CutShortError('a header ends early')
    return byte
  }

  #number(): number {
    let value = 0
    for (let place = 0; place < 10; place++) {
      const byte = this.#byte()
      value += (byte & 127) * 2 ** (7 * place)
      if (byte < 128) return value
    }
    throw new Error('a header holds a number without end')
  }

  #skip(bytes: number): void {
    if (this.at + bytes > this.#bytes.length) throw new CutShortError('a header ends early')
    this.at += bytes
  }

  #value(type: number, depth: number): void {
    if (--this.#left < 0) throw new Error('a header holds more values than any Parquet file has')
    if (type === 3) this.#skip(1)
    else if (type >= 4 && type <= 6) this.#number()
    else if (type === 7) this.#skip(8)
    else if (type === 8) this.#skip(this.#number())
    else if (type === 9) this.#list(depth)
    else if (type === 12) this.struct(depth + 1)
    else throw new Error(`a header holds a value of the unknown type ${type}`)
  }

  #list(depth: number): void {
    const head = this.#byte()
    const size = head >> 4 === 15 ? this.#number() : head >> 4
    // No value is shorter than a byte.
    if (size > this.#bytes.length - this.at) throw new CutShortError('a header ends early')
    const type = head & 15
    for (let index = 0; index < size; index++) this.#value(type === 1 || type === 2 ? 3 : type, depth)
  }

  struct(depth: number): void {
    if (depth > MOST_DEPTH) throw new Error('a header is nested deeper than any of Parquet')
    for (;;) {
      const head = this.#byte()
      const type = head & 15
      if (type === 0) return
      if (head >> 4 === 0) this.#number()
      if (type > 2) this.#value(type, depth)
    }
  }
}

/**
 * Where the struct that begins at `at` ends, in Thrift's compact protocol. It has at most `most` values and no list longer than the bytes
 * that are there, so that it can be decoded without making anything that it only claims to hold.
 * @throws CutShortError when the bytes end before it does, Error for what Parquet never writes
 */
export function structEnd(bytes: Uint8Array, at: number, most: number): number {
  const walk = new Walk(bytes, at, most)
  walk.struct(0)
  return walk.at
}
