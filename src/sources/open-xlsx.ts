import { open } from 'node:fs/promises'
import { SheetMissingError, type SourcePlace, UnreadableWorkbookError } from './errors.ts'
import { NoteBook } from './note-book.ts'
import type { RawRows, TooLong } from './raw-rows.ts'
import { SheetRoles } from './sheet-roles.ts'
import type { ReadSettings, SheetSource, SourceFile, SourceLimits } from './sheet-source.ts'
import { openTable, type TableReading } from './table-source.ts'
import { XlsxRows } from './xlsx-rows.ts'
import { readSharedStrings } from './xlsx-shared-strings.ts'
import { readSheetTail } from './xlsx-sheet-tail.ts'
import { readWorkbook, scanPart, type XlsxWorkbook } from './xlsx-workbook.ts'
import { XmlScanner } from './xml-scanner.ts'
import { readZipDirectory, type ZipDirectory } from './zip-directory.ts'

const BATCH_ROWS = 1024

/** Opens a workbook: judges the archive, then reads its list of sheets and its styles. Throws a `SourceError` of the matching class. */
export async function openXlsx(path: string, place: SourcePlace, limits: SourceLimits): Promise<SourceFile> {
  const directory = await readDirectory(path, place, limits)
  const workbook = await readWorkbook(path, directory, place)
  let strings: Promise<(string | TooLong)[]> | undefined
  const sharedStrings = (): Promise<(string | TooLong)[]> => {
    const part = workbook.sharedStrings
    if (part === undefined || !directory.has(part)) return Promise.resolve([])
    strings ??= readSharedStrings(path, directory, part, place, limits)
    return strings
  }

  async function* rows(part: string, where: SourcePlace, notes: NoteBook): AsyncGenerator<RawRows, void, undefined> {
    yield* readRows(path, directory, part, where, limits, workbook, await sharedStrings(), notes)
  }

  async function read(sheet: string, settings: ReadSettings = {}): Promise<SheetSource> {
    const part = workbook.sheets.get(sheet)
    const where = { ...place, sheet }
    if (part === undefined) throw new SheetMissingError(where, [...workbook.sheets.keys()])
    const notes = new NoteBook()
    if (workbook.hidden.has(sheet)) notes.set('hidden_sheet', 1)
    if (workbook.dateSystem === '1904') notes.set('date_system_1904', 1)
    const asRoles: TableReading['asRoles'] = async (header) => {
      const roles = settings.roles?.(header)
      if (roles === undefined) return undefined
      const tail = await readSheetTail(path, directory, part, where)
      return new SheetRoles(roles, workbook.dateSystem, tail, notes)
    }
    return openTable(sheet, where, limits, () => rows(part, where, notes), {
      ...settings,
      notes,
      asRoles,
      guarded: true,
    })
  }

  return { format: 'xlsx', sheets: [...workbook.sheets.keys()], details: { dateSystem: workbook.dateSystem }, read }
}

async function readDirectory(path: string, place: SourcePlace, limits: SourceLimits): Promise<ZipDirectory> {
  const file = await open(path)
  try {
    return await readZipDirectory(file, place, limits)
  } finally {
    await file.close()
  }
}

async function* readRows(
  path: string,
  directory: ZipDirectory,
  part: string,
  place: SourcePlace,
  limits: SourceLimits,
  workbook: XlsxWorkbook,
  strings: readonly (string | TooLong)[],
  notes: NoteBook,
): AsyncGenerator<RawRows, void, undefined> {
  const rows = new XlsxRows({ strings, kinds: workbook.kinds, dateSystem: workbook.dateSystem })
  const scanner = new XmlScanner(rows, limits.maxCellCharacters)
  for await (const _ of scanPart(path, directory, part, place, scanner)) {
    if (rows.count >= BATCH_ROWS) yield rows.take()
  }
  notes.set('hidden_rows', rows.hidden, rows.firstHidden)
  if (!rows.closed) throw new UnreadableWorkbookError(`its part "${part}" ends before its last tag`, place)
  if (rows.count > 0) yield rows.take()
}
