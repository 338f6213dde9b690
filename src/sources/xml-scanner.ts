import { TooLong } from './raw-rows.ts'
import { xmlText } from './xml-text.ts'

/** What a scanner calls. Names come without their namespace prefix. */
export interface XmlHandler {
  open(name: string, xml: XmlScanner): void
  close(name: string, xml: XmlScanner): void
}

/** The bytes are no XML that a spreadsheet program writes. */
export class XmlError extends Error {}

const LT = 60
const GT = 62
const SLASH = 47
const QUOTE = 34
const APOSTROPHE = 39
const COLON = 58
const MAX_TAG_BYTES = 1024 ** 2
const singleNames = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code))

const patterns = new Map<string, RegExp>()

function attributePattern(name: string): RegExp {
  const known = patterns.get(name)
  if (known !== undefined) return known
  const made = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`)
  patterns.set(name, made)
  return made
}

const isSpace = (byte: number | undefined): boolean => byte === 32 || byte === 10 || byte === 9 || byte === 13

/** UTF-16 length of UTF-8 bytes. */
export function textLength(bytes: Uint8Array): number {
  let length = 0
  for (const byte of bytes) if ((byte & 0xc0) !== 0x80) length += byte >= 0xf0 ? 2 : 1
  return length
}

/**
 * Scans UTF-8 XML fed in chunks of any cut, calling the handler for every tag. Text is kept only between `collect` and
 * `take…`; beyond six bytes a character of `maxCharacters` only its length is. Works on bytes, and makes each text a string of its own, because slices of
 * a decoded chunk would keep the whole chunk alive for as long as one cell of it is.
 */
export class XmlScanner {
  bytes: Buffer = Buffer.alloc(0)
  /** Where the attributes of the tag being opened stand in `bytes`. */
  attributesStart = 0
  attributesEnd = 0
  readonly #handler: XmlHandler
  readonly #maxCharacters: number
  readonly #names = new Map<number, string>()
  #carry: Buffer | undefined
  #collecting = false
  #start = 0
  #end = 0
  #rich = 0
  #parts: Buffer[] = []
  #partBytes = 0
  #dropped = 0
  #seen = 0

  constructor(handler: XmlHandler, maxCharacters: number) {
    this.#handler = handler
    this.#maxCharacters = maxCharacters
  }

  /** Begin to keep text, forgetting what was kept. */
  collect(): void {
    this.#collecting = true
    this.#start = 0
    this.#end = 0
    this.#rich = 0
    if (this.#partBytes > 0 || this.#dropped > 0) {
      this.#parts = []
      this.#partBytes = 0
      this.#dropped = 0
    }
  }

  /** The text since `collect`, entities resolved. */
  takeText(): string | TooLong {
    this.#collecting = false
    if (this.#dropped > 0) return new TooLong(this.#dropped)
    if (this.#partBytes > 0) {
      this.#keepPiece()
      if (this.#dropped > 0) return new TooLong(this.#dropped)
      const whole = Buffer.concat(this.#parts)
      return this.#checked(xmlText(whole, 0, whole.length, 0xff))
    }
    return this.#checked(xmlText(this.bytes, this.#start, this.#end, this.#rich))
  }

  /** The text since `collect` as a number; NaN when it is none. */
  takeNumber(): number {
    if (this.#partBytes === 0 && this.#dropped === 0 && this.#end - this.#start <= 15) {
      let value = 0
      let at = this.#start
      for (; at < this.#end; at++) {
        const digit = (this.bytes[at] ?? 0) - 48
        if (digit < 0 || digit > 9) break
        value = value * 10 + digit
      }
      if (at === this.#end && at > this.#start) {
        this.#collecting = false
        return value
      }
    }
    const text = this.takeText()
    return typeof text === 'string' && text.trim() !== '' ? Number(text) : Number.NaN
  }

  /** Attribute of the tag being opened, by its name as written (a pattern may stand for a prefix). */
  attribute(name: string): string | undefined {
    const text = this.bytes.toString('latin1', this.attributesStart, this.attributesEnd)
    const found = attributePattern(name).exec(text)
    const raw = found?.[1] ?? found?.[2]
    if (raw === undefined) return undefined
    const bytes = Buffer.from(raw, 'latin1')
    return xmlText(bytes, 0, bytes.length, 0xff)
  }

  feed(chunk: Buffer): void {
    const bytes = this.#carry === undefined ? chunk : Buffer.concat([this.#carry, chunk])
    this.bytes = bytes
    this.#seen += chunk.length
    const length = bytes.length
    let at = 0
    while (at < length) {
      if (bytes[at] !== LT) at = this.#text(at)
      else {
        const next = this.#tag(at)
        if (next < 0) break
        at = next
      }
    }
    if (this.#collecting) this.#keepPiece()
    if (length - at > MAX_TAG_BYTES) throw new XmlError('a tag without end')
    this.#carry = at < length ? bytes.subarray(at) : undefined
  }

  /** Call once after the last chunk. */
  finish(): void {
    if (this.#carry !== undefined || this.#seen === 0) throw new XmlError('the XML ends inside a tag')
  }

  #checked(text: string): string | TooLong {
    return text.length > this.#maxCharacters ? new TooLong(text.length) : text
  }

  #text(from: number): number {
    const { bytes } = this
    if (!this.#collecting) {
      const next = bytes.indexOf(LT, from)
      return next < 0 ? bytes.length : next
    }
    let at = from
    let rich = 0
    for (; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0
      if (byte === LT) break
      // 38 &, 13 CR, 95 _: what needs a second look; above 127: what is not ASCII.
      if (byte > 127 || byte === 38 || byte === 13 || byte === 95) rich |= byte > 127 ? 0x80 : 1
    }
    if (this.#end > this.#start) this.#keepPiece()
    this.#start = from
    this.#end = at
    this.#rich = rich
    return at
  }

  #keepPiece(): void {
    if (this.#end === this.#start) return
    const piece = this.bytes.subarray(this.#start, this.#end)
    this.#start = 0
    this.#end = 0
    // Six bytes hold any character, as UTF-8 or as an entity such as &quot;.
    if (this.#dropped === 0 && this.#partBytes + piece.length <= this.#maxCharacters * 6) {
      this.#parts.push(Buffer.from(piece))
      this.#partBytes += piece.length
      return
    }
    this.#dropped += this.#parts.reduce((sum, part) => sum + textLength(part), 0) + textLength(piece)
    this.#parts = []
    this.#partBytes = 0
  }

  #name(start: number, end: number): string {
    const { bytes } = this
    if (end - start === 1) return singleNames[bytes[start] ?? 0] ?? ''
    let key = 0
    for (let at = start; at < end; at++) key = (key * 31 + (bytes[at] ?? 0)) | 0
    const known = this.#names.get(key)
    if (known !== undefined && known.length === end - start && known.charCodeAt(0) === bytes[start]) return known
    const name = bytes.toString('latin1', start, end)
    if (this.#names.size < 500) this.#names.set(key, name)
    return name
  }

  /** Handles the tag at `from`; the place after it, or -1 when its end is not here yet. */
  #tag(from: number): number {
    const { bytes } = this
    const length = bytes.length
    const first = bytes[from + 1]
    if (first === undefined) return -1
    if (first === 33 || first === 63) return this.#declaration(from)
    const closing = first === SLASH
    const start = closing ? from + 2 : from + 1
    let nameStart = start
    let at = start
    for (; at < length; at++) {
      const byte = bytes[at]
      if (byte === GT || byte === SLASH || isSpace(byte)) break
      if (byte === COLON) nameStart = at + 1
    }
    const nameEnd = at
    let quote = 0
    for (; at < length; at++) {
      const byte = bytes[at]
      if (quote !== 0) {
        if (byte === quote) quote = 0
      } else if (byte === GT) break
      else if (byte === QUOTE || byte === APOSTROPHE) quote = byte
    }
    if (at >= length) return -1
    const name = this.#name(nameStart, nameEnd)
    if (closing) {
      this.#handler.close(name, this)
      return at + 1
    }
    const empty = bytes[at - 1] === SLASH && at - 1 >= nameEnd
    this.attributesStart = nameEnd
    this.attributesEnd = empty ? at - 1 : at
    this.#handler.open(name, this)
    if (empty) this.#handler.close(name, this)
    return at + 1
  }

  #declaration(from: number): number {
    const { bytes } = this
    const opening = bytes.toString('latin1', from, from + 9)
    if (opening.length < 9 && from + 9 > bytes.length) return -1
    if (opening.startsWith('<!DOCTYPE'))
      throw new XmlError('a document type declaration, which spreadsheets never have')
    const mark = opening.startsWith('<!--') ? '-->' : opening === '<![CDATA[' ? ']]>' : '?>'
    const end = bytes.indexOf(mark, from + 2, 'latin1')
    if (end < 0) return -1
    if (mark === ']]>' && this.#collecting) {
      this.#keepPiece()
      const escaped = bytes.toString('utf8', from + 9, end).replaceAll('&', '&amp;')
      const piece = Buffer.from(escaped)
      this.#parts.push(piece)
      this.#partBytes += piece.length
    }
    return end + mark.length
  }
}
