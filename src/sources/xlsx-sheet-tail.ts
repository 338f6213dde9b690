import type { SourcePlace } from './errors.ts'
import { XmlAsUtf8 } from './xml-as-utf8.ts'
import { xmlText } from './xml-text.ts'
import type { ZipDirectory } from './zip-directory.ts'
import { readZipEntry } from './zip-entry.ts'

/** Cells that are shown as one; the value is the first one's. Rows from 1, columns from 0. */
export interface MergedCells {
  readonly top: number
  readonly bottom: number
  readonly left: number
}

/** What a worksheet says below its cells. */
export interface SheetTail {
  /** Ranges of several rows, by their first. */
  readonly merged: readonly MergedCells[]
  /** Mail addresses that cells lead to, by `<row>:<column>`. */
  readonly mails: ReadonlyMap<string, string>
}

const MOST_BYTES = 16 * 1024 ** 2
const OVERLAP = 64
const NONE: SheetTail = { merged: [], mails: new Map() }

const attribute = (tag: string, name: string): string | undefined => {
  const found = new RegExp(`(?:^|\\s)(?:\\w+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag)
  const raw = found?.[1] ?? found?.[2]
  if (raw === undefined) return undefined
  const bytes = Buffer.from(raw)
  return xmlText(bytes, 0, bytes.length, 0xff)
}

/** Row from 1 and column from 0 of a reference such as `AB12`. */
function place(reference: string): { readonly row: number; readonly column: number } | undefined {
  const [, letters, digits] = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/i.exec(reference) ?? []
  if (letters === undefined) return undefined
  let column = 0
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64
  return { row: Number(digits), column: column - 1 }
}

/** The text of a part; of a worksheet (`below`) what stands below its cells. Undefined when there is more than is read. */
async function textOf(
  path: string,
  directory: ZipDirectory,
  part: string,
  where: SourcePlace,
  below: boolean,
): Promise<string | undefined> {
  const entry = directory.get(part)
  if (entry === undefined) return ''
  const utf8 = new XmlAsUtf8()
  const kept: Buffer[] = []
  let size = 0
  let found = !below
  let before = Buffer.alloc(0)
  const take = (chunk: Buffer): boolean => {
    if (!found) {
      const bytes = Buffer.concat([before, chunk])
      const end = /<\/(?:\w{1,20}:)?sheetData\s*>/.exec(bytes.includes('sheetData') ? bytes.toString('latin1') : '')
      if (end === null) {
        before = bytes.subarray(Math.max(0, bytes.length - OVERLAP))
        return true
      }
      found = true
      kept.push(bytes.subarray(end.index))
      size += bytes.length - end.index
    } else {
      kept.push(chunk)
      size += chunk.length
    }
    return size <= MOST_BYTES
  }
  for await (const chunk of readZipEntry(path, entry, where)) if (!take(utf8.write(chunk))) return undefined
  return take(utf8.end()) ? Buffer.concat(kept).toString('utf8') : undefined
}

const tagsOf = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<(?:\\w+:)?${name}\\b((?:"[^"]*"|'[^']*'|[^>"'])*)>`, 'g'))].map(([, tag = '']) => tag)

/** Reads what stands below the cells of a sheet. A tail longer than any real one has nothing. */
export async function readSheetTail(
  path: string,
  directory: ZipDirectory,
  part: string,
  where: SourcePlace,
): Promise<SheetTail> {
  const xml = await textOf(path, directory, part, where, true)
  if (xml === undefined) return NONE
  const merged = tagsOf(xml, 'mergeCell').flatMap((tag): MergedCells[] => {
    const [from, to] = (attribute(tag, 'ref') ?? '').split(':').map(place)
    return from === undefined || to === undefined || to.row <= from.row
      ? []
      : [{ top: from.row, bottom: to.row, left: from.column }]
  })
  return { merged: merged.sort((a, b) => a.top - b.top), mails: await mailsOf(path, directory, part, where, xml) }
}

async function mailsOf(
  path: string,
  directory: ZipDirectory,
  part: string,
  where: SourcePlace,
  xml: string,
): Promise<Map<string, string>> {
  const mails = new Map<string, string>()
  const links = tagsOf(xml, 'hyperlink')
  if (links.length === 0) return mails
  const cut = part.lastIndexOf('/') + 1
  const relations = await textOf(path, directory, `${part.slice(0, cut)}_rels/${part.slice(cut)}.rels`, where, false)
  const targets = new Map(
    tagsOf(relations ?? '', 'Relationship').map((tag) => [attribute(tag, 'Id'), attribute(tag, 'Target') ?? '']),
  )
  for (const link of links) {
    const cell = place((attribute(link, 'ref') ?? '').split(':')[0] ?? '')
    const target = targets.get(attribute(link, 'id')) ?? ''
    const address = /^mailto:([^?]+)/i.exec(target)?.[1]
    if (cell === undefined || address === undefined) continue
    mails.set(`${cell.row}:${cell.column}`, decoded(address))
  }
  return mails
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address)
  } catch {
    return address
  }
}
