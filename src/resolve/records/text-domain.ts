/** Distinct texts by number, kept as bytes: what measures are computed on. Columns that are compared with each other share one. */
export class TextDomain {
  bytes = new Uint8Array(0)
  offsets = new Int32Array(1)
  size = 0
  #low = new Int32Array(0)
  #high = new Int32Array(0)
  #loose = new Int32Array(0)

  /** Takes the next text: numbers begin with 0 and leave none out. */
  add(code: number, text: Uint8Array): void {
    if (code !== this.size) throw new Error(`text ${code} came after ${this.size} others`)
    const start = this.offsets[code] as number
    const end = start + text.length
    if (end > this.bytes.length) this.bytes = grown(this.bytes, new Uint8Array(end * 2))
    if (code + 2 > this.offsets.length) this.offsets = grown(this.offsets, new Int32Array((code + 2) * 2))
    this.bytes.set(text, start)
    this.offsets[++this.size] = end
  }

  /** After the last text: gives spare room back, and makes the signatures that `commonAtMost` reads. */
  seal(): void {
    this.bytes = this.bytes.slice(0, this.offsets[this.size])
    this.offsets = this.offsets.slice(0, this.size + 1)
    this.#low = new Int32Array(this.size)
    this.#high = new Int32Array(this.size)
    this.#loose = new Int32Array(this.size)
    const seen = new Uint8Array(256)
    for (let code = 0; code < this.size; code++) this.#sign(code, seen)
  }

  /** A bit for each byte and the how-manieth of its kind it is, up to three; `loose` counts bytes that found their bit taken. */
  #sign(code: number, seen: Uint8Array): void {
    const start = this.offsets[code] as number
    const end = this.offsets[code + 1] as number
    let [low, high] = [0, 0]
    for (let at = start; at < end; at++) {
      const byte = this.bytes[at] as number
      const before = seen[byte] as number
      if (before > 2) continue
      seen[byte] = before + 1
      const bit = (byte + 10 * before) & 63
      if (bit < 32) low |= 1 << bit
      else high |= 1 << (bit - 32)
    }
    for (let at = start; at < end; at++) seen[this.bytes[at] as number] = 0
    this.#low[code] = low
    this.#high[code] = high
    this.#loose[code] = end - start - bitCount(low) - bitCount(high)
  }

  /** Most bytes the two texts can have in common, each used once: a bound that costs no look at the texts. */
  commonAtMost(x: number, y: number): number {
    const shared =
      bitCount((this.#low[x] as number) & (this.#low[y] as number)) +
      bitCount((this.#high[x] as number) & (this.#high[y] as number))
    return shared + Math.min(this.#loose[x] as number, this.#loose[y] as number)
  }
}

function bitCount(bits: number): number {
  let v = bits - ((bits >>> 1) & 0x55555555)
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333)
  return (((v + (v >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}

function grown<T extends Uint8Array | Int32Array>(old: T, larger: T): T {
  larger.set(old)
  return larger
}
