import { open, readFile, writeFile } from 'node:fs/promises'
import { strToU8, unzipSync, type Zippable, zipSync } from 'fflate'
import type { CellErasure, RowEdits } from './cell-erasure.ts'
import { defaultSourceLimits } from './sheet-source.ts'
import { readWorkbook } from './xlsx-workbook.ts'
import { XmlAsUtf8 } from './xml-as-utf8.ts'
import { readZipDirectory } from './zip-directory.ts'

// Elements of a worksheet do not nest in themselves, so the first end tag ends them.
const ROW = /<((?:\w+:)?)row\b([^>]*?)(?:\/>|>([\s\S]*?)<\/\1row>)/g
const CELL = /<((?:\w+:)?)c\b([^>]*?)(?:\/>|>([\s\S]*?)<\/\1c>)/g
const SHARED = /<((?:\w+:)?)si\b[^>]*?(?:\/>|>[\s\S]*?<\/\1si>)/g

const attribute = (attributes: string, name: string): string | undefined =>
  new RegExp(`(?:^|\\s)${name}\\s*=\\s*"([^"]*)"`).exec(attributes)?.[1] ??
  new RegExp(`(?:^|\\s)${name}\\s*=\\s*'([^']*)'`).exec(attributes)?.[1]

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const plainText = (xml: string): string =>
  xml.replaceAll(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      const code = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal)
      if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole
    },
  )

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

function columnOf(reference: string): number {
  let column = 0
  for (const letter of reference.toUpperCase().replaceAll(/[^A-Z]/g, ''))
    column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1
}

function eraseInSheet(xml: string, edits: RowEdits): string {
  let last = 0
  return xml.replace(ROW, (whole, prefix: string, attributes: string, cells: string | undefined) => {
    const number = Number(attribute(attributes, 'r') ?? last + 1)
    last = number
    const edit = edits.get(number)
    if (edit === undefined) return whole
    if (edit === 'all' || cells === undefined) return `<${prefix}row r="${number}"/>`
    let at = -1
    const left = cells.replace(CELL, (cell, cellPrefix: string, cellAttributes: string) => {
      const reference = attribute(cellAttributes, 'r')
      at = reference === undefined ? at + 1 : columnOf(reference)
      const text = edit.get(at)
      if (text === undefined) return cell
      const where = reference === undefined ? '' : ` r="${reference}"`
      return text === ''
        ? `<${cellPrefix}c${where}/>`
        : `<${cellPrefix}c${where} t="inlineStr"><${cellPrefix}is><${cellPrefix}t xml:space="preserve">${escaped(text)}</${cellPrefix}t></${cellPrefix}is></${cellPrefix}c>`
    })
    return `<${prefix}row${attributes}>${left}</${prefix}row>`
  })
}

/** Which shared texts the cells of a sheet name. */
function namedTexts(xml: string, into: Set<number>): void {
  for (const [, , attributes = '', content = ''] of xml.matchAll(CELL))
    if (attribute(attributes, 't') === 's') {
      const index = /<(?:\w+:)?v\b[^>]*>\s*(\d+)\s*</.exec(content)?.[1]
      if (index !== undefined) into.add(Number(index))
    }
}

/** The text of a part, which says that it is UTF-8 when it is written again. */
function asUtf8(part: Uint8Array): string {
  const utf8 = new XmlAsUtf8()
  const bytes = Buffer.concat([utf8.write(Buffer.from(part)), utf8.end()])
  return bytes.toString('utf8').replace(/^(\ufeff?<\?xml[^>]*?encoding\s*=\s*)["'][^"']*["']/, '$1"UTF-8"')
}

/** See `eraseCells`. */
export async function eraseWorkbookCells({ path, out, edits, scrub }: CellErasure): Promise<void> {
  const place = { file: path }
  const file = await open(path)
  const directory = await readZipDirectory(file, place, defaultSourceLimits).finally(() => file.close())
  const workbook = await readWorkbook(path, directory, place)
  const parts = unzipSync(await readFile(path))
  const texts = new Map<string, string>()
  const text = (name: string): string => texts.get(name) ?? asUtf8(parts[name] ?? new Uint8Array())
  for (const [sheet, part] of workbook.sheets) {
    const own = edits.get(sheet)
    if (own !== undefined && own.size > 0) texts.set(part, eraseInSheet(text(part), own))
  }
  if (workbook.sharedStrings !== undefined) {
    const named = new Set<number>()
    for (const name of Object.keys(parts)) if (/worksheets\/[^/]+\.xml$/.test(name)) namedTexts(text(name), named)
    let at = -1
    texts.set(
      workbook.sharedStrings,
      text(workbook.sharedStrings).replace(SHARED, (whole, prefix: string) => {
        at++
        return named.has(at) ? whole : `<${prefix}si><${prefix}t/></${prefix}si>`
      }),
    )
  }
  for (const name of Object.keys(parts))
    if (/(?:comments|threadedComments|drawings|pivotCache|tables|docProps)[^/]*(?:\/[^/]+)*\.(?:xml|vml)$/i.test(name))
      texts.set(
        name,
        text(name).replaceAll(/>([^<>]+)</g, (whole, found: string) => {
          const plain = plainText(found)
          const left = scrub(plain)
          return left === plain ? whole : `>${escaped(left)}<`
        }),
      )
  // The chain of calculations names cells that may be gone; a spreadsheet makes it anew.
  const chain = Object.keys(parts).find((name) => /(?:^|\/)calcChain\.xml$/.test(name))
  if (chain !== undefined) {
    delete parts[chain]
    for (const name of Object.keys(parts))
      if (name === '[Content_Types].xml' || name.endsWith('.rels'))
        texts.set(name, text(name).replaceAll(/<(?:\w+:)?(?:Override|Relationship)\b[^>]*calcChain[^>]*\/>/g, ''))
  }
  const packed: Zippable = {}
  for (const [name, bytes] of Object.entries(parts)) {
    const changed = texts.get(name)
    packed[name] = changed === undefined ? bytes : strToU8(changed)
  }
  await writeFile(out, zipSync(packed, { mtime: new Date(Date.UTC(1980, 0, 1, 12)) }), { mode: 0o600 })
}
