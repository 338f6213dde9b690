import { readFile, stat } from 'node:fs/promises'

/** Bytes of a text that is taken into memory as a whole. */
const LONGEST = 256 * 1024 ** 2

const UTF_16 = [
  { encoding: 'utf-16le', mark: [0xff, 0xfe] },
  { encoding: 'utf-16be', mark: [0xfe, 0xff] },
] as const
const UTF_32 = [
  [0xff, 0xfe, 0, 0],
  [0, 0, 0xfe, 0xff],
]

/** The encoding of bytes that are text; undefined for what is none. Latin text of one byte a character counts as Windows-1252. */
export function textEncoding(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | undefined {
  // Four bytes a character are no encoding that anything here reads, and begin as two do.
  if (UTF_32.some((mark) => mark.every((byte, at) => bytes[at] === byte))) return undefined
  for (const { encoding, mark } of UTF_16) if (bytes[0] === mark[0] && bytes[1] === mark[1]) return encoding
  const bare = utf16WithoutMark(bytes)
  if (bare !== undefined) return bare
  if (bytes.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27) || byte === 127)) return undefined
  // A PDF may be all letters, and says what it shows in a way of its own.
  if (Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-') return undefined
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return 'utf-8'
  } catch {
    return 'windows-1252'
  }
}

/** Text in mostly Latin letters has a zero in every other byte. */
function utf16WithoutMark(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const head = bytes.subarray(0, 65_536)
  const zeros = [0, 0]
  for (const [at, byte] of head.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  const pairs = head.length / 2
  if (pairs < 1 || Math.max(even, odd) < pairs * 0.4 || Math.min(even, odd) > pairs * 0.05) return undefined
  return odd > even ? 'utf-16le' : 'utf-16be'
}

/** A file as the text that it is in UTF-8, or undefined when it is another thing, or too much. */
export async function plainText(path: string): Promise<string | undefined> {
  if ((await stat(path)).size > LONGEST) return undefined
  const bytes = await readFile(path)
  return textEncoding(bytes) === 'utf-8' ? bytes.toString('utf8') : undefined
}
