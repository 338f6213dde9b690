import type { SourcePlace } from './errors.ts'
import { TooLong } from './raw-rows.ts'
import { scanPart } from './xlsx-workbook.ts'
import { XmlScanner } from './xml-scanner.ts'
import type { ZipDirectory } from './zip-directory.ts'

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
  maxCellCharacters: number,
): Promise<(string | TooLong)[]> {
  const strings: (string | TooLong)[] = []
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
        } else if (name === 'si') strings.push(text ?? '')
        else if (name === 'rPh') inPhonetic = false
      },
    },
    maxCellCharacters,
  )
  for await (const _ of scanPart(path, directory, part, place, scanner));
  return strings
}
