import { once } from 'node:events'
import { type FileHandle, open } from 'node:fs/promises'
import { crc32, createDeflateRaw, type DeflateRaw } from 'node:zlib'
import { ExportTargetError } from './errors.ts'

interface Entry {
  readonly name: Buffer
  readonly offset: number
  crc: number
  size: number
  packed: number
}

const flushAt = 1 << 18
const largest = 0xffffffff
// 1980-01-01, so that the same content gives the same bytes.
const dosDate = 0x21

/**
 * Writes a zip file entry after entry with bounded memory: text is deflated as it comes, and each entry's header is completed in
 * place. Entries and archive stay below 4 GiB (no ZIP64: spreadsheets do not need it and some do not read it).
 */
export class ZipFile {
  readonly #file: FileHandle
  readonly #path: string
  readonly #entries: Entry[] = []
  #position = 0
  #pending: string[] = []
  #pendingLength = 0
  #deflate: DeflateRaw | undefined
  #packed: Buffer[] = []

  constructor(file: FileHandle, path: string) {
    this.#file = file
    this.#path = path
  }

  /** @param mode who may read the file, from its first byte on */
  static async create(path: string, mode = 0o666): Promise<ZipFile> {
    return new ZipFile(await open(path, 'wx', mode), path)
  }

  /** Uncompressed bytes of the entry being written, as far as they were flushed. */
  get entrySize(): number {
    return this.#entries.at(-1)?.size ?? 0
  }

  async begin(name: string): Promise<void> {
    const entry: Entry = { name: Buffer.from(name), offset: this.#position, crc: 0, size: 0, packed: 0 }
    this.#entries.push(entry)
    await this.#append(Buffer.concat([localHeader(entry), entry.name]))
    this.#deflate = createDeflateRaw({ level: 4 })
    this.#deflate.on('data', (piece: Buffer) => this.#packed.push(piece))
  }

  /** Takes text; waits for the disk only when a block is full. */
  write(text: string): Promise<void> | undefined {
    this.#pending.push(text)
    this.#pendingLength += text.length
    return this.#pendingLength >= flushAt ? this.#flush() : undefined
  }

  async end(): Promise<void> {
    const entry = this.#entries.at(-1)
    if (!entry || !this.#deflate) return
    await this.#flush()
    const ended = once(this.#deflate, 'end')
    this.#deflate.end()
    await ended
    await this.#drain(entry)
    this.#deflate = undefined
    if (entry.size > largest || this.#position > largest)
      throw new ExportTargetError(
        `${this.#path} would grow past 4 GiB, more than XLSX can hold. Pull it as parquet or csv.`,
      )
    await this.#file.write(localHeader(entry), 0, 30, entry.offset)
  }

  async add(name: string, text: string): Promise<void> {
    await this.begin(name)
    await this.write(text)
    await this.end()
  }

  async finish(): Promise<void> {
    const start = this.#position
    for (const entry of this.#entries) await this.#append(Buffer.concat([centralHeader(entry), entry.name]))
    const tail = Buffer.alloc(22)
    tail.writeUInt32LE(0x06054b50, 0)
    tail.writeUInt16LE(this.#entries.length, 8)
    tail.writeUInt16LE(this.#entries.length, 10)
    tail.writeUInt32LE(this.#position - start, 12)
    tail.writeUInt32LE(start, 16)
    await this.#append(tail)
    await this.#file.sync()
  }

  /** Releases the file; safe to call at any point. */
  async close(): Promise<void> {
    this.#deflate?.destroy()
    await this.#file.close()
  }

  async #append(bytes: Buffer): Promise<void> {
    await this.#file.write(bytes, 0, bytes.length, this.#position)
    this.#position += bytes.length
  }

  async #flush(): Promise<void> {
    const entry = this.#entries.at(-1)
    const deflate = this.#deflate
    if (!entry || !deflate || this.#pendingLength === 0) return
    const bytes = Buffer.from(this.#pending.join(''))
    this.#pending = []
    this.#pendingLength = 0
    entry.crc = crc32(bytes, entry.crc)
    entry.size += bytes.length
    await new Promise<void>((done, fail) => deflate.write(bytes, (error) => (error ? fail(error) : done())))
    await this.#drain(entry)
  }

  async #drain(entry: Entry): Promise<void> {
    const bytes = Buffer.concat(this.#packed)
    this.#packed = []
    entry.packed += bytes.length
    await this.#append(bytes)
  }
}

function localHeader(entry: Entry): Buffer {
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  writeCommon(header, 4, entry)
  return header
}

function centralHeader(entry: Entry): Buffer {
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x02014b50, 0)
  header.writeUInt16LE(20, 4)
  writeCommon(header, 6, entry)
  header.writeUInt32LE(entry.offset, 42)
  return header
}

function writeCommon(header: Buffer, at: number, entry: Entry): void {
  header.writeUInt16LE(20, at)
  header.writeUInt16LE(0x0800, at + 2)
  header.writeUInt16LE(8, at + 4)
  header.writeUInt16LE(dosDate, at + 8)
  header.writeUInt32LE(entry.crc >>> 0, at + 10)
  header.writeUInt32LE(entry.packed % 2 ** 32, at + 14)
  header.writeUInt32LE(entry.size % 2 ** 32, at + 18)
  header.writeUInt16LE(entry.name.length, at + 22)
}
