import type { FileHandle } from 'node:fs/promises'
import {
  EncryptedWorkbookError,
  NotAZipError,
  type SourcePlace,
  TruncatedWorkbookError,
  UnreadableWorkbookError,
  ZipBombError,
} from './errors.ts'
import type { SourceLimits } from './sheet-source.ts'

/** One file of a zip archive, as its central directory declares it. Sizes in bytes. */
export interface ZipEntry {
  readonly name: string
  readonly method: 'stored' | 'deflated'
  readonly crc: number
  readonly packedSize: number
  readonly size: number
  readonly headerOffset: number
}

export type ZipDirectory = ReadonlyMap<string, ZipEntry>

/** Parts by name. A name that only differs in case from the one that a part is asked for by is that part's, as spreadsheets read it. */
class Parts extends Map<string, ZipEntry> {
  readonly #folded = new Map<string, ZipEntry>()

  override set(name: string, entry: ZipEntry): this {
    this.#folded?.set(name.toLowerCase(), entry)
    return super.set(name, entry)
  }

  override get(name: string): ZipEntry | undefined {
    return super.get(name) ?? this.#folded.get(name.toLowerCase())
  }

  override has(name: string): boolean {
    return super.has(name) || this.#folded.has(name.toLowerCase())
  }
}

const MAX_ENTRIES = 10_000
const MAX_DIRECTORY_BYTES = 16 * 1024 ** 2
/** Below this an entry cannot hurt, however well it is packed. */
const RATIO_JUDGED_FROM = 16 * 1024 ** 2

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, position + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return bytes.subarray(0, filled)
}

interface DirectoryEnd {
  readonly entries: number
  readonly size: number
  readonly offset: number
}

async function findEnd(file: FileHandle, fileSize: number, place: SourcePlace): Promise<DirectoryEnd> {
  const tailSize = Math.min(fileSize, 65_557)
  const tail = await readAt(file, fileSize - tailSize, tailSize)
  let at = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  while (at >= 0 && at + 22 > tail.length)
    at = at === 0 ? -1 : tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'), at - 1)
  if (at < 0) throw new TruncatedWorkbookError('its zip directory, which stands at the end, is missing', place)
  const end = {
    entries: tail.readUInt16LE(at + 10),
    size: tail.readUInt32LE(at + 12),
    offset: tail.readUInt32LE(at + 16),
  }
  const is64 = end.entries === 0xffff || end.size === 0xffffffff || end.offset === 0xffffffff
  const locator = at >= 20 && tail.toString('latin1', at - 20, at - 16) === 'PK\x06\x07' ? at - 20 : -1
  if (!is64 || locator < 0) return end
  const record = await readAt(file, Number(tail.readBigUInt64LE(locator + 8)), 56)
  if (record.length < 56 || record.toString('latin1', 0, 4) !== 'PK\x06\x06')
    throw new TruncatedWorkbookError('its zip64 directory is missing', place)
  return {
    entries: Number(record.readBigUInt64LE(32)),
    size: Number(record.readBigUInt64LE(40)),
    offset: Number(record.readBigUInt64LE(48)),
  }
}

/** The 64-bit sizes of an entry's extra field, for each 32-bit size that is full. */
function widen(extra: Buffer, narrow: readonly number[]): number[] {
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = extra.readUInt16LE(at + 2)
    if (extra.readUInt16LE(at) === 1) {
      let next = at + 4
      const limit = Math.min(at + 4 + length, extra.length)
      return narrow.map((value) => {
        if (value !== 0xffffffff || next + 8 > limit) return value
        next += 8
        return Number(extra.readBigUInt64LE(next - 8))
      })
    }
    at += 4 + length
  }
  return [...narrow]
}

function parseEntry(bytes: Buffer, at: number, place: SourcePlace): { entry: ZipEntry; next: number } {
  if (at + 46 > bytes.length || bytes.toString('latin1', at, at + 4) !== 'PK\x01\x02')
    throw new TruncatedWorkbookError('its zip directory is incomplete', place)
  const nameLength = bytes.readUInt16LE(at + 28)
  const extraLength = bytes.readUInt16LE(at + 30)
  const next = at + 46 + nameLength + extraLength + bytes.readUInt16LE(at + 32)
  const name = bytes.toString('utf8', at + 46, at + 46 + nameLength).replaceAll('\\', '/')
  if ((bytes.readUInt16LE(at + 8) & 1) !== 0) throw new EncryptedWorkbookError(place)
  const method = bytes.readUInt16LE(at + 10)
  if (method !== 0 && method !== 8)
    throw new UnreadableWorkbookError(
      `its part "${name}" is packed by method ${method}, only stored and deflated are known`,
      place,
    )
  const [size = 0, packedSize = 0, headerOffset = 0] = widen(
    bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength),
    [bytes.readUInt32LE(at + 24), bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 42)],
  )
  const entry: ZipEntry = {
    name,
    method: method === 0 ? 'stored' : 'deflated',
    crc: bytes.readUInt32LE(at + 16),
    packedSize,
    size,
    headerOffset,
  }
  return { entry, next }
}

function refuseBomb(entry: ZipEntry, limits: SourceLimits, place: SourcePlace): void {
  if (entry.size > limits.maxEntryBytes)
    throw new ZipBombError(
      `its part "${entry.name}" has ${entry.size} bytes, the limit is ${limits.maxEntryBytes}`,
      place,
    )
  const ratio = entry.size / Math.max(1, entry.packedSize)
  if (entry.size > RATIO_JUDGED_FROM && ratio > limits.maxCompressionRatio)
    throw new ZipBombError(
      `its part "${entry.name}" unpacks to ${Math.round(ratio)} times its size, the limit is ${limits.maxCompressionRatio}`,
      place,
    )
}

/**
 * Reads and judges a zip's central directory before anything is unpacked: number of entries, declared sizes and ratios,
 * encryption, repeated names. Throws a `SourceError` of the matching class.
 */
export async function readZipDirectory(
  file: FileHandle,
  place: SourcePlace,
  limits: SourceLimits,
): Promise<ZipDirectory> {
  const { size: fileSize } = await file.stat()
  const head = await readAt(file, 0, 4)
  if (head.length < 4 || head.toString('latin1', 0, 2) !== 'PK') throw new NotAZipError(place)
  const end = await findEnd(file, fileSize, place)
  if (end.entries > MAX_ENTRIES || end.size > MAX_DIRECTORY_BYTES)
    throw new ZipBombError(`it lists ${end.entries} parts in ${end.size} bytes`, place)
  if (end.offset + end.size > fileSize) throw new TruncatedWorkbookError('its zip directory is incomplete', place)
  const bytes = await readAt(file, end.offset, end.size)
  const entries = new Parts()
  const names = new Set<string>()
  for (let count = 0, at = 0; count < end.entries; count++) {
    const { entry, next } = parseEntry(bytes, at, place)
    refuseBomb(entry, limits, place)
    if (entry.headerOffset + 30 + entry.packedSize > fileSize)
      throw new TruncatedWorkbookError(`its part "${entry.name}" ends beyond the file`, place)
    if (names.has(entry.name)) throw new UnreadableWorkbookError(`its part "${entry.name}" stands twice`, place)
    names.add(entry.name)
    entries.set(entry.name, entry)
    at = next
  }
  return entries
}
