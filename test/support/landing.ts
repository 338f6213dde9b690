import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as xlsx from '@e965/xlsx'
import { afterAll } from 'vitest'

type Cell = string | number | null
export type Table = readonly (readonly Cell[])[]
export type Sheets = Readonly<Record<string, Table>>

/** A temporary folder, gone after the file's tests. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `hotpass-${name}-`))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** The examples' own landing folder. */
export const EXAMPLES: string = join(import.meta.dirname, '..', '..', 'examples')

/** Writes a workbook the way Excel's users have it: one sheet after the other, first row the header. */
export function writeSheets(path: string, sheets: Sheets): void {
  const book = xlsx.utils.book_new()
  for (const [name, table] of Object.entries(sheets))
    xlsx.utils.book_append_sheet(book, xlsx.utils.aoa_to_sheet(table.map((row) => [...row])), name)
  writeFileSync(path, xlsx.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer)
}

/** The sheets of a workbook as tables of raw cells; a blank cell is null. */
export function readSheets(bytes: Buffer): Record<string, Cell[][]> {
  const book = xlsx.read(bytes, { type: 'buffer' })
  return Object.fromEntries(
    book.SheetNames.map((name) => [
      name,
      xlsx.utils.sheet_to_json<Cell[]>(book.Sheets[name] as xlsx.WorkSheet, {
        header: 1,
        raw: true,
        defval: null,
        blankrows: true,
      }),
    ]),
  )
}

export const REACHOUT_HEADER = [
  'ID',
  'Organisation Name',
  'Recent_Priority',
  'Description Type',
  'Area',
  'Address',
  'Planes',
  'Website',
  'Notes',
  'Open Questions',
  'Reachout Date',
  'Type',
] as const
export const PEOPLE_HEADER = [
  'ID',
  'Organisation Name',
  'Reachout Date',
  'Firstname',
  'Surname',
  'Position',
  'Phone',
  'WhatsApp',
  'Email',
  'Invalid',
] as const

const PLACES = ['Umber', 'Cobalt', 'Saffron', 'Indigo', 'Juniper', 'Larch', 'Quartz', 'Heron', 'Plover', 'Willow']
const KINDS = ['Gliding Club', 'Air Charter', 'Flight Academy', 'Aero Works']

/** Distinct invented organisations: a name each, far from the others. */
export const inventedName = (n: number): string =>
  `${PLACES[n % PLACES.length]}${n} ${KINDS[Math.floor(n / PLACES.length) % KINDS.length]}`

/** One row of the `Organisation` sheet under `REACHOUT_HEADER`. */
export const organisationRow = (n: number): Cell[] => [
  n + 1,
  inventedName(n),
  null,
  'School',
  'Gauteng',
  `${n + 1} Runway Road`,
  'C172',
  `https://org${n}.example`,
  null,
  null,
  '2025-01-15',
  'Flight School',
]

/** One row of the `Contact Info` sheet under `PEOPLE_HEADER`. */
export const personRow = (n: number): Cell[] => [
  n + 1,
  inventedName(n),
  '2025-01-15',
  'Thandi',
  'Example',
  'Owner',
  `082${String(5550000 + n)}`,
  null,
  `desk${n}@org${n}.example`,
  null,
]

/** A sound `Reachout Database.xlsx` of so many organisations, one person each. */
export const reachoutSheets = (count: number): Record<string, Cell[][]> => ({
  Organisation: [[...REACHOUT_HEADER], ...Array.from({ length: count }, (_, n) => organisationRow(n))],
  'Contact Info': [[...PEOPLE_HEADER], ...Array.from({ length: count }, (_, n) => personRow(n))],
})
