import { createReadStream } from 'node:fs'
import iconv from 'iconv-lite'
import { LATIN_ENCODINGS, latinEncoding } from './latin-encoding.ts'

interface Candidate {
  readonly encoding: string
  /** What chardet calls it. */
  readonly detector: string
  /** How much of a text's letters are everyday ones of its script, 0 to 1. */
  everyday(text: string, bytes: Buffer): number
}

const SAMPLE_BYTES = 64 * 1024
/** Western texts have their letters above ASCII one by one; these scripts in runs. */
const SHARE_IN_RUNS = 0.5
const ACCEPTED_FROM = 0.6

const letters = (text: string): string[] => text.match(/\P{ASCII}/gu) ?? []

/** Everyday characters stand in the first plane of each East Asian set: ranges of the first byte of two. */
function inLeads(bytes: Buffer, ranges: readonly (readonly [number, number])[]): number {
  let all = 0
  let everyday = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if (byte < 0x80) continue
    all++
    if (ranges.some(([from, to]) => byte >= from && byte <= to)) everyday++
    at++
  }
  return all === 0 ? 0 : everyday / all
}

const byLeads =
  (...ranges: readonly (readonly [number, number])[]) =>
  (_: string, bytes: Buffer): number =>
    inLeads(bytes, ranges)

/** Letters of an alphabet, with a capital only where a word begins or all of it is capitals; an alphabet may have none. */
const byAlphabet = (alphabet: RegExp, frequent: string) => (text: string) => {
  const found = letters(text)
  const own = found.filter((letter) => alphabet.test(letter))
  if (found.length === 0 || own.length < found.length * 0.8) return 0
  // No word is of two alphabets, but in a text that is of neither.
  const mixed = text.match(new RegExp(`[A-Za-z]${alphabet.source}|${alphabet.source}[A-Za-z]`, 'gu')) ?? []
  if (mixed.length > found.length * 0.05) return 0
  const words = text.match(new RegExp(`${alphabet.source}+`, 'gu')) ?? []
  const cased =
    words.filter((word) => /^\p{Lu}*$|^.?\p{Ll}*$|^[\p{Lo}\p{Lm}\p{M}]*$/u.test(word)).length /
    Math.max(1, words.length)
  const common = own.filter((letter) => frequent.includes(letter.toLowerCase())).length / own.length
  return cased * Math.min(1, common * 1.6)
}

const candidates: readonly Candidate[] = [
  {
    encoding: 'shift_jis',
    detector: 'Shift_JIS',
    everyday: byLeads([0x81, 0x83], [0x88, 0x97]),
  },
  { encoding: 'euc-jp', detector: 'EUC-JP', everyday: byLeads([0xa1, 0xa1], [0xa4, 0xa5], [0xb0, 0xcf]) },
  { encoding: 'gb18030', detector: 'GB18030', everyday: byLeads([0xa1, 0xa3], [0xb0, 0xd7]) },
  { encoding: 'euc-kr', detector: 'EUC-KR', everyday: byLeads([0xa1, 0xa3], [0xb0, 0xc8]) },
  { encoding: 'big5', detector: 'Big5', everyday: byLeads([0xa1, 0xa1], [0xa4, 0xc6]) },
  { encoding: 'windows-1251', detector: 'windows-1251', everyday: byAlphabet(/[\u0400-\u04ff]/u, 'оеаинтсрвлкмі') },
  { encoding: 'koi8-r', detector: 'KOI8-R', everyday: byAlphabet(/[\u0400-\u04ff]/u, 'оеаинтсрвлкмі') },
  { encoding: 'ibm866', detector: 'IBM866', everyday: byAlphabet(/[\u0400-\u04ff]/u, 'оеаинтсрвлкмі') },
  { encoding: 'windows-1255', detector: 'ISO-8859-8', everyday: byAlphabet(/[\u0590-\u05ff]/u, 'יוהלאמרתשבנםן') },
  { encoding: 'windows-1256', detector: 'windows-1256', everyday: byAlphabet(/[\u0600-\u06ff]/u, 'اليمنرتبدسعةهوحق') },
  {
    encoding: 'windows-874',
    detector: 'windows-874',
    everyday: byAlphabet(
      /[\u0e00-\u0e7f]/u,
      'ก\u0e07\u0e19\u0e23\u0e2d\u0e32\u0e40\u0e34\u0e35\u0e48\u0e49\u0e2a\u0e21\u0e22\u0e27\u0e25\u0e17\u0e14\u0e31\u0e1e',
    ),
  },
  { encoding: 'windows-1253', detector: 'ISO-8859-7', everyday: byAlphabet(/[\u0370-\u03ff]/u, 'αάοόιίεέτσςνηήυρ') },
]

const chunksOf = (path: string) => createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>

/** Pieces of lines that hold bytes above ASCII, and how many of those stand next to another. */
async function sampleOf(path: string): Promise<{ readonly bytes: Buffer; readonly inRuns: number }> {
  const lines: Buffer[] = []
  let size = 0
  let rest: Buffer = Buffer.alloc(0)
  const take = (line: Buffer) => {
    if (!line.some((byte) => byte >= 0x80)) return
    lines.push(line)
    size += line.length
  }
  for await (const chunk of chunksOf(path)) {
    const bytes = Buffer.concat([rest, chunk])
    let from = 0
    for (let to = bytes.indexOf(10); to >= 0 && size < SAMPLE_BYTES; to = bytes.indexOf(10, from)) {
      take(bytes.subarray(from, to + 1))
      from = to + 1
    }
    rest = bytes.subarray(from)
    if (size >= SAMPLE_BYTES || rest.length > SAMPLE_BYTES * 16) break
  }
  if (size < SAMPLE_BYTES) take(rest.subarray(0, SAMPLE_BYTES))
  const bytes = Buffer.concat(lines)
  let high = 0
  let paired = 0
  for (const [at, byte] of bytes.entries()) {
    if (byte < 0x80) continue
    high++
    // The second byte of a character may be ASCII where the first is a lead byte of Shift_JIS or Big5.
    if ((bytes[at - 1] ?? 0) >= 0x80 || (bytes[at + 1] ?? 0) >= 0x80) paired++
  }
  return { bytes, inRuns: high === 0 ? 0 : paired / high }
}

async function isValid(path: string, encoding: string): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    for await (const chunk of chunksOf(path)) decoder.decode(chunk, { stream: true })
    decoder.decode()
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}

/** What the bytes above ASCII of a text tell. */
export type LegacyEncoding =
  | { readonly how: 'letters'; readonly encoding: string }
  /** Others read them as well: the likeliest, then all that nothing rules out. */
  | { readonly how: 'guess'; readonly encoding: string; readonly candidates: readonly string[] }

/** So few bytes above ASCII may be everyday characters of several East Asian sets. */
const TELLING_BYTES = 12

/**
 * The encoding of a text of one that is older than Unicode. `letters`: its letters are everyday ones of an alphabet or of East Asian
 * writing, every byte of the file is valid in it, and the sample comes back from it as it was. All encodings of Latin letters with one byte
 * each are valid for the same bytes, so that any of them is a guess.
 */
export async function legacyEncoding(path: string): Promise<LegacyEncoding> {
  const { bytes, inRuns } = await sampleOf(path)
  const latin = (): LegacyEncoding => ({
    how: 'guess',
    encoding: latinEncoding(bytes),
    candidates: LATIN_ENCODINGS,
  })
  if (inRuns < SHARE_IN_RUNS) return latin()
  const { analyse } = await import('chardet')
  const opinions = new Map<string, number>(analyse(bytes).map(({ name, confidence }) => [name, confidence / 100]))
  const scored = candidates
    .map((one) => ({ ...one, text: iconv.decode(bytes, one.encoding) }))
    .filter(({ encoding, text }) => iconv.encode(text, encoding).equals(bytes))
    .map(({ encoding, detector, everyday, text }) => {
      const share = everyday(text, bytes)
      return { encoding, share, score: share + (opinions.get(detector) ?? 0) }
    })
    .filter(({ share }) => share >= ACCEPTED_FROM)
    .sort((a, b) => b.score - a.score)
  const valid: string[] = []
  for (const { encoding } of scored) if (await isValid(path, encoding)) valid.push(encoding)
  const [best, second] = valid
  if (best === undefined) return latin()
  const high = bytes.reduce((count, byte) => count + Number(byte >= 0x80), 0)
  return second !== undefined && high < TELLING_BYTES
    ? { how: 'guess', encoding: best, candidates: [...valid, 'windows-1252'] }
    : { how: 'letters', encoding: best }
}
