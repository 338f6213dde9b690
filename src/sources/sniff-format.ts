import { extname } from 'node:path'
import { EncryptedWorkbookError, type SourcePlace, UnsupportedFormatError } from './errors.ts'
import type { SourceFormat } from './source-format.ts'
import { sourceFormats } from './source-formats.ts'
import { encodingByZeros } from './text-encoding.ts'

/** Some of a file's beginning and end, where an Office container keeps its directory. */
export interface FileGlimpse {
  readonly head: Buffer
  readonly tail: Buffer
}

const oleMark = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const others: readonly (readonly [string, Buffer])[] = [
  ['gzip-compressed', Buffer.from('1f8b', 'hex')],
  ['a PDF', Buffer.from('%PDF-')],
  ['a 7z archive', Buffer.from('377abcaf271c', 'hex')],
  ['a RAR archive', Buffer.from('Rar!')],
  ['zstd-compressed', Buffer.from('28b52ffd', 'hex')],
]

const begins = (head: Buffer, mark: Buffer): boolean => head.subarray(0, mark.length).equals(mark)

function refuseContainer({ head, tail }: FileGlimpse, place: SourcePlace): never {
  const name = Buffer.from('EncryptedPackage', 'utf16le')
  if (head.includes(name) || tail.includes(name)) throw new EncryptedWorkbookError(place)
  throw new UnsupportedFormatError('an old binary Office file (.xls, .doc …)', place)
}

/** Zero bytes that no encoding of text explains. */
function isBinary(head: Buffer): boolean {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return false
  return head.includes(0) && !head.subarray(0, 4).equals(UTF32_BE) && encodingByZeros(head) === undefined
}

const UTF32_BE = Buffer.from('0000feff', 'hex')

/**
 * Decides a file's format: by its first bytes, then by its ending, then by how its text begins.
 * @throws SourceError when it is none that can be read
 */
export function sniffFormat(glimpse: FileGlimpse, place: SourcePlace, formats = sourceFormats): SourceFormat {
  const { head } = glimpse
  const ending = extname(place.file).toLowerCase()
  const binary = formats.filter((format) => format.kind === 'binary')
  const marked = binary.find(({ marks }) => marks.some((mark) => begins(head, mark)))
  if (marked !== undefined) return marked
  if (begins(head, oleMark)) return refuseContainer(glimpse, place)
  const named = formats.find(({ endings }) => endings.includes(ending))
  if (named?.kind === 'binary') throw named.broken(place)
  for (const [what, mark] of others) if (begins(head, mark)) throw new UnsupportedFormatError(what, place)
  if (isBinary(head)) throw new UnsupportedFormatError('binary, of an unknown format', place)
  if (named !== undefined) return named
  const text = head.toString('utf8')
  const like = formats.find((format) => format.kind === 'text' && format.isLike(text))
  if (like === undefined || (ending === '.json' && like.id !== 'jsonl'))
    throw new UnsupportedFormatError(ending === '.json' ? 'JSON that is not one object a line' : 'unknown', place)
  return like
}
