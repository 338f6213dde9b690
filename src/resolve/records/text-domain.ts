/** The most different characters a domain tells apart; what comes after them all counts as one. */
export const MOST_SYMBOLS = 1 << 16

/** Texts as numbers of characters: a byte each as long as 256 are enough. */
export type Symbols = Uint8Array | Uint16Array

/**
 * Distinct texts by number, kept as characters (code points): what measures are computed on. ASCII stands for itself, any other
 * character for the next free number. Columns that are compared with each other share one.
 */
export class TextDomain {
  symbols: Symbols = new Uint8Array(0)
  offsets = new Int32Array(1)
  size = 0
  /** Three numbers a text, side by side: pairs at random would look for each in another part of memory. */
  #signatures = new Int32Array(0)
  readonly #alphabet = new Map<number, number>()

  /** Takes the next text, in UTF-8: numbers begin with 0 and leave none out. */
  add(code: number, text: Uint8Array): void {
    if (code !== this.size) throw new Error(`text ${code} came after ${this.size} others`)
    const start = this.offsets[code] as number
    const most = start + text.length
    if (most > this.symbols.length) this.symbols = grown(this.symbols, most * 2)
    let end = start
    for (let at = 0; at < text.length; ) {
      const byte = text[at] as number
      if (byte < 128) {
        this.symbols[end++] = byte
        at++
      } else {
        const length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4
        const symbol = this.#symbol(codePoint(text, at, length))
        this.symbols[end++] = symbol
        at += length
      }
    }
    if (code + 2 > this.offsets.length) {
      const offsets = new Int32Array((code + 2) * 2)
      offsets.set(this.offsets)
      this.offsets = offsets
    }
    this.offsets[++this.size] = end
  }

  #symbol(character: number): number {
    let symbol = this.#alphabet.get(character)
    if (symbol === undefined) {
      symbol = Math.min(128 + this.#alphabet.size, MOST_SYMBOLS - 1)
      this.#alphabet.set(character, symbol)
      if (symbol > 255 && this.symbols instanceof Uint8Array) this.symbols = Uint16Array.from(this.symbols)
    }
    return symbol
  }

  /** After the last text: gives spare room back, and makes the signatures that `commonAtMost` reads. */
  seal(): void {
    this.symbols = this.symbols.slice(0, this.offsets[this.size])
    this.offsets = this.offsets.slice(0, this.size + 1)
    this.#signatures = new Int32Array(this.size * 3)
    const seen = new Uint8Array(MOST_SYMBOLS)
    for (let code = 0; code < this.size; code++) this.#sign(code, seen)
  }

  /** A bit for each character and the how-manieth of its kind it is, up to three; `loose` counts those that found their bit taken. */
  #sign(code: number, seen: Uint8Array): void {
    const start = this.offsets[code] as number
    const end = this.offsets[code + 1] as number
    let [low, high] = [0, 0]
    for (let at = start; at < end; at++) {
      const symbol = this.symbols[at] as number
      const before = seen[symbol] as number
      if (before > 2) continue
      seen[symbol] = before + 1
      const bit = (symbol + 10 * before) & 63
      if (bit < 32) low |= 1 << bit
      else high |= 1 << (bit - 32)
    }
    for (let at = start; at < end; at++) seen[this.symbols[at] as number] = 0
    this.#signatures.set([low, high, end - start - bitCount(low) - bitCount(high)], code * 3)
  }

  /** Most characters the two texts can have in common, each used once: a bound that costs no look at the texts. */
  commonAtMost(x: number, y: number): number {
    const signatures = this.#signatures
    const [a, b] = [x * 3, y * 3]
    const shared =
      bitCount((signatures[a] as number) & (signatures[b] as number)) +
      bitCount((signatures[a + 1] as number) & (signatures[b + 1] as number))
    return shared + Math.min(signatures[a + 2] as number, signatures[b + 2] as number)
  }
}

function bitCount(bits: number): number {
  let v = bits - ((bits >>> 1) & 0x55555555)
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333)
  return (((v + (v >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}

function grown(old: Symbols, length: number): Symbols {
  const larger = old instanceof Uint8Array ? new Uint8Array(length) : new Uint16Array(length)
  larger.set(old)
  return larger
}

/** The code point of the UTF-8 sequence of this length; the engine holds valid UTF-8 only. */
function codePoint(text: Uint8Array, at: number, length: number): number {
  let value = (text[at] as number) & (0x7f >> length)
  for (let next = at + 1; next < at + length; next++) value = (value << 6) | ((text[next] as number) & 0x3f)
  return value
}
