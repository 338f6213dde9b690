import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strToU8, type Zippable, zipSync } from 'fflate'
import { afterAll } from 'vitest'
import {
  defaultSourceLimits,
  openSource,
  type SheetBatch,
  type SheetSource,
  type SourceLimits,
} from '../../src/sources/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'sources-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

export function fileOf(name: string, content: Uint8Array | string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

export interface WorkbookParts {
  readonly sheetData?: string
  /** The whole worksheet part, instead of `sheetData`. */
  readonly sheet?: string
  readonly sharedStrings?: string
  readonly styles?: string
  readonly workbookProperties?: string
  readonly sheetName?: string
}

/** A workbook of hand-written XML, for what no library would write. */
export function workbookEntries(parts: WorkbookParts): Zippable {
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`
  const entries: Record<string, string> = {
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': `<?xml version="1.0"?><Relationships>${relation('r1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `<workbook xmlns:r="${office}">${parts.workbookProperties ?? ''}<sheets><sheet name="${parts.sheetName ?? 'Data'}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${relation('rId1', 'worksheet', 'worksheets/sheet1.xml')}${relation('rId2', 'sharedStrings', '/xl/sharedStrings.xml')}${relation('rId3', 'styles', 'styles.xml')}</Relationships>`,
    'xl/worksheets/sheet1.xml': parts.sheet ?? `<worksheet><sheetData>${parts.sheetData ?? ''}</sheetData></worksheet>`,
  }
  if (parts.sharedStrings !== undefined) entries['xl/sharedStrings.xml'] = `<sst>${parts.sharedStrings}</sst>`
  if (parts.styles !== undefined) entries['xl/styles.xml'] = `<styleSheet>${parts.styles}</styleSheet>`
  return Object.fromEntries(Object.entries(entries).map(([name, text]) => [name, strToU8(text)]))
}

export const workbookBytes = (parts: WorkbookParts, level: 0 | 6 = 6): Uint8Array =>
  zipSync(workbookEntries(parts), { level })

export async function readSheetWhole(source: SheetSource): Promise<SheetBatch> {
  const all: SheetBatch = { rowNumbers: [], rows: [], bad: [], oversized: [], errorCells: [], extra: [] }
  const push = <T>(into: readonly T[], from: readonly T[]) => (into as T[]).push(...from)
  for await (const batch of source.batches()) {
    push(all.rowNumbers, batch.rowNumbers)
    push(all.rows, batch.rows)
    push(all.bad, batch.bad)
    push(all.oversized, batch.oversized)
    push(all.errorCells, batch.errorCells)
    push(all.extra, batch.extra)
  }
  return all
}

/** Opens a file's only (or named) sheet and reads all of it. */
export async function readFileWhole(path: string, options: { sheet?: string; limits?: Partial<SourceLimits> } = {}) {
  const file = await openSource(path, { ...defaultSourceLimits, ...options.limits })
  const source = await file.read(options.sheet ?? file.sheets[0] ?? '')
  return { file, source, all: await readSheetWhole(source) }
}
