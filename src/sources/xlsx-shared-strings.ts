import { type SourcePlace, ZipBombError } from './errors.ts'
import { TooLong } from './raw-rows.ts'
import type { SourceLimits } from './sheet-source.ts'
import { scanPart } from './xlsx-workbook.ts'
import { XmlScanner } from './xml-scanner.ts'
import type { ZipDirectory } from './zip-directory.ts'

/** What a string costs beside its characters. */
const STRING_BYTES = 24

/** Text of a rich string, run by run; the first run that is too long makes the whole too long. */
export function joinRuns(before: string | TooLong | undefined, run: string | TooLong): string | TooLong {
  if (before === undefined) return run
  if (typeof before === 'string' && typeof run === 'string') return before + run
  return new TooLong(before.length + run.length)
}

/**
 * The strings that cells refer to by number. They are kept whole, as cells may refer to any of them at any time: the one
 * part of a workbook whose memory grows, with its distinct texts. Phonetic guides are not part of the text.
 */
export async function readSharedStrings(
  path: string,
  directory: ZipDirectory,
  part: string,
  place: SourcePlace,
  { maxCellCharacters, maxHeldBytes }: SourceLimits,
): Promise<(string | TooLong)[]> {
  const strings: (string | TooLong)[] = []
  let held = 0
  const keep = (one: string | TooLong): void => {
    held += STRING_BYTES + (typeof one === 'string' ? one.length : 0)
    if (held > maxHeldBytes)
      throw new ZipBombError(
        `its shared texts take more than ${maxHeldBytes} bytes, which have to be held at once`,
        place,
        'If the file is genuine, split it, save it as .csv, or raise ingest.max_held_bytes for this pipeline.',
      )
    strings.push(one)
  }
  let text: string | TooLong | undefined
  let inPhonetic = false
  const scanner = new XmlScanner(
    {
      open(name, xml) {
        if (name === 't') {
          if (!inPhonetic) xml.collect()
        } else if (name === 'si') text = undefined
        else if (name === 'rPh') inPhonetic = true
      },
      close(name, xml) {
        if (name === 't') {
          if (!inPhonetic) text = joinRuns(text, xml.takeText())
        } else if (name === 'si') keep(text ?? '')
        else if (name === 'rPh') inPhonetic = false
      },
    },
    maxCellCharacters,
  )
  for await (const _ of scanPart(path, directory, part, place, scanner));
  return strings
}
