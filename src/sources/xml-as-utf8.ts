import iconv from 'iconv-lite'
import { XmlError } from './xml-scanner.ts'

const UTF8 = /^(?:utf-?8|us-ascii|ascii)$/i
const nothing = Buffer.alloc(0)

/** What XML says of its encoding, by its mark or its declaration; undefined where it is UTF-8. */
function encodingOf(head: Buffer): string | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  if (head[0] === 0x3c && head[1] === 0) return 'utf-16le'
  if (head[0] === 0 && head[1] === 0x3c) return 'utf-16be'
  const named = /^(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']/.exec(
    head.toString('latin1', 0, 200),
  )?.[1]
  if (named === undefined || UTF8.test(named)) return undefined
  if (!iconv.encodingExists(named))
    throw new XmlError(`text in an encoding that nobody knows, "${String(named).slice(0, 40)}"`)
  // A part that says UTF-16 and is read by its first bytes as ASCII is not.
  return /^utf-?16/i.test(named) ? undefined : named
}

/** XML of any encoding that it names as UTF-8, chunk by chunk. */
export class XmlAsUtf8 {
  #head: Buffer | undefined = nothing
  #decoder: ReturnType<typeof iconv.getDecoder> | undefined

  write(chunk: Buffer): Buffer {
    if (this.#head === undefined) return this.#decoded(chunk)
    const head = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk])
    if (head.length < 200) {
      this.#head = head
      return nothing
    }
    return this.#begin(head)
  }

  /** What is left after the last chunk. */
  end(): Buffer {
    const held = this.#head === undefined || this.#head.length === 0 ? nothing : this.#begin(this.#head)
    const rest = this.#decoder?.end()
    return rest === undefined ? held : Buffer.concat([held, Buffer.from(rest)])
  }

  #begin(head: Buffer): Buffer {
    this.#head = undefined
    const encoding = encodingOf(head)
    if (encoding !== undefined) this.#decoder = iconv.getDecoder(encoding, { stripBOM: true })
    return this.#decoded(head)
  }

  #decoded(chunk: Buffer): Buffer {
    return this.#decoder === undefined ? chunk : Buffer.from(this.#decoder.write(chunk))
  }
}
