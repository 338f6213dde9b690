import { type SourcePlace, UnreadableWorkbookError, UnsupportedFormatError } from './errors.ts'
import { builtInKind, type DateSystem } from './excel-date.ts'
import { type NumberFormat, numberFormat } from './number-format.ts'
import { XmlAsUtf8 } from './xml-as-utf8.ts'
import { XmlError, type XmlHandler, XmlScanner } from './xml-scanner.ts'
import type { ZipDirectory } from './zip-directory.ts'
import { readZipEntry } from './zip-entry.ts'

/** The parts of a workbook that say where its sheets are and how their numbers are shown. */
export interface XlsxWorkbook {
  readonly dateSystem: DateSystem
  /** Sheet name → name of its part, in workbook order. */
  readonly sheets: ReadonlyMap<string, string>
  /** Names of sheets that are not shown. */
  readonly hidden: ReadonlySet<string>
  readonly sharedStrings: string | undefined
  /** Kind of the number format of each cell style. */
  readonly kinds: readonly NumberFormat[]
}

interface Relation {
  readonly type: string
  readonly target: string
}

/** Scans one part from its first byte to its last. Throws `UnreadableWorkbookError` for what is not XML. */
export async function* scanPart(
  path: string,
  directory: ZipDirectory,
  part: string,
  place: SourcePlace,
  scanner: XmlScanner,
): AsyncGenerator<void, void, undefined> {
  const entry = directory.get(part)
  if (!entry) throw new UnreadableWorkbookError(`its part "${part}" is missing`, place)
  try {
    const utf8 = new XmlAsUtf8()
    for await (const chunk of readZipEntry(path, entry, place)) {
      scanner.feed(utf8.write(chunk))
      yield
    }
    const last = utf8.end()
    if (last.length > 0) scanner.feed(last)
    scanner.finish()
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
    throw new UnreadableWorkbookError(`its part "${part}" holds ${error.message}`, place, error)
  }
}

function resolvePart(base: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1)
  const steps = base.split('/').slice(0, -1)
  for (const step of target.split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '.') steps.push(step)
  }
  return steps.join('/')
}

class PartReader {
  readonly #path: string
  readonly #directory: ZipDirectory
  readonly #place: SourcePlace

  constructor(path: string, directory: ZipDirectory, place: SourcePlace) {
    this.#path = path
    this.#directory = directory
    this.#place = place
  }

  async opens(part: string, open: (name: string, xml: XmlScanner) => void, close: (name: string) => void = () => {}) {
    const handler: XmlHandler = { open, close }
    for await (const _ of scanPart(this.#path, this.#directory, part, this.#place, new XmlScanner(handler, 1)));
  }

  async relations(part: string): Promise<Map<string, Relation>> {
    const cut = part.lastIndexOf('/') + 1
    const found = new Map<string, Relation>()
    await this.opens(`${part.slice(0, cut)}_rels/${part.slice(cut)}.rels`, (name, xml) => {
      if (name !== 'Relationship' || xml.attribute('TargetMode') === 'External') return
      const type = xml.attribute('Type') ?? ''
      found.set(xml.attribute('Id') ?? '', {
        type: type.slice(type.lastIndexOf('/') + 1),
        target: resolvePart(part, xml.attribute('Target') ?? ''),
      })
    })
    return found
  }
}

async function readKinds(parts: PartReader, part: string): Promise<NumberFormat[]> {
  const formats = new Map<number, string>()
  const kinds: NumberFormat[] = []
  let inCellFormats = false
  await parts.opens(
    part,
    (name, xml) => {
      if (name === 'numFmt') formats.set(Number(xml.attribute('numFmtId')), xml.attribute('formatCode') ?? '')
      else if (name === 'cellXfs') inCellFormats = true
      else if (name === 'xf' && inCellFormats) {
        const id = Number(xml.attribute('numFmtId') ?? 0)
        const code = formats.get(id)
        kinds.push(code === undefined ? builtInKind(id) : numberFormat(code))
      }
    },
    (name) => {
      if (name === 'cellXfs') inCellFormats = false
    },
  )
  return kinds
}

function refuseOthers(directory: ZipDirectory, place: SourcePlace): void {
  if (directory.has('xl/workbook.bin')) throw new UnsupportedFormatError('a binary workbook (.xlsb)', place)
  if (directory.has('mimetype')) throw new UnsupportedFormatError('an OpenDocument file', place)
  if (!directory.has('_rels/.rels')) throw new UnsupportedFormatError('a zip archive without a workbook in it', place)
}

/** Reads what stands around the sheets of a workbook. Chart sheets are left out. */
export async function readWorkbook(path: string, directory: ZipDirectory, place: SourcePlace): Promise<XlsxWorkbook> {
  refuseOthers(directory, place)
  const parts = new PartReader(path, directory, place)
  const root = [...(await parts.relations('')).values()].find(({ type }) => type === 'officeDocument')
  if (!root) throw new UnsupportedFormatError('a zip archive without a workbook in it', place)
  const relations = await parts.relations(root.target)
  const sheets = new Map<string, string>()
  const nameIn = (part: string): string => directory.get(part)?.name ?? part
  const hidden = new Set<string>()
  let dateSystem: DateSystem = '1900'
  await parts.opens(root.target, (name, xml) => {
    if (name === 'workbookPr' && /^(?:1|true)$/.test(xml.attribute('date1904') ?? '')) dateSystem = '1904'
    if (name !== 'sheet') return
    const relation = relations.get(xml.attribute('(?:\\w+:)id') ?? '')
    if (relation?.type !== 'worksheet') return
    const sheet = xml.attribute('name') ?? ''
    sheets.set(sheet, nameIn(relation.target))
    if (/^(?:hidden|veryHidden)$/.test(xml.attribute('state') ?? '')) hidden.add(sheet)
  })
  const partOf = (type: string): string | undefined =>
    [...relations.values()].filter((known) => known.type === type).map(({ target }) => nameIn(target))[0]
  const styles = partOf('styles')
  return {
    dateSystem,
    sheets,
    hidden,
    sharedStrings: partOf('sharedStrings'),
    kinds: styles !== undefined && directory.has(styles) ? await readKinds(parts, styles) : [],
  }
}
