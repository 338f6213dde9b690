import type { SourceTable } from '../domain/index.ts'
import { cellText } from '../sources/cell-text.ts'
import type { ColumnRole, openSource, SheetBatch } from '../sources/index.ts'
import { mapColumns } from '../sources/map-columns.ts'
import { sha256 } from '../storage/sha256.ts'

/** A row of a source as text in its contract's columns, with what stood beside them. */
export interface SourceRow {
  readonly rowNumber: number
  readonly fields: Readonly<Record<string, string | null>>
  /** JSON of the values in columns that the contract does not know. */
  readonly extra: string | null
  /** 128 bits of the content's sha256, hex: what tells rows apart wherever they stand. */
  readonly hash: string
}

export type RowOutcome =
  | { readonly outcome: 'row'; readonly row: SourceRow; readonly cells: HeaderCells }
  /** `padding`: something stands in it, and nothing that says anything of anything. */
  | { readonly outcome: 'blank'; readonly rowNumber: number; readonly padding: boolean }
  | { readonly outcome: 'unreadable'; readonly rowNumber: number; readonly rule: string; readonly message: string }
  | {
      readonly outcome: 'too_long'
      readonly row: SourceRow
      readonly cells: HeaderCells
      readonly column: string
      readonly length: number
    }

/** A row as its file has it, in the order of the header. */
type HeaderCells = readonly (string | null)[]

const hashOf = (fields: SourceRow['fields'], names: readonly string[], extra: string | null): string =>
  sha256(JSON.stringify([...names.map((name) => fields[name]), extra])).slice(0, 32)

/** The row with other values in some fields: what a steward's correction makes of it. */
export function changedRow(row: SourceRow, patch: Readonly<Record<string, string | null>>): SourceRow {
  const fields = { ...row.fields, ...patch }
  return { ...row, fields, hash: hashOf(fields, Object.keys(row.fields), row.extra) }
}

/** What the columns of a header are for, by the fields that they are mapped to. */
function rolesIn(
  header: readonly string[],
  fields: Parameters<typeof mapColumns>[1],
  roles: SourceTable['roles'],
  isTold: (field: string) => boolean,
): ColumnRole[] {
  const fieldOf = new Map(mapColumns(header, fields).mapped.map(({ index, field }) => [index, field]))
  return header.map((_, index) => {
    const field = fieldOf.get(index) ?? ''
    return {
      spread: roles.spread.includes(field),
      date: roles.date.includes(field),
      mail: roles.mail.includes(field),
      told: isTold(field),
    }
  })
}

/** One sheet, its columns mapped to the fields of its table's contract. */
export async function mappedSheet(
  file: Awaited<ReturnType<typeof openSource>>,
  sheet: string,
  { contract, reading, roles }: Pick<SourceTable, 'contract' | 'reading' | 'roles'>,
) {
  const fields = contract.fields.map(({ name, label, required, synonyms }) => ({ name, label, required, synonyms }))
  const told = new Set(contract.fields.flatMap(({ name, pii }) => (pii === 'none' ? [name] : [])))
  const source = await file.read(sheet, {
    ...reading,
    fields,
    roles: (header) => rolesIn(header, fields, roles, (field) => told.has(field)),
  })
  const mapping = mapColumns(source.header, fields)
  return { sheet, contract, source, mapping, roles }
}
export type MappedSheet = Awaited<ReturnType<typeof mappedSheet>>

/** What the rows of some consecutive lines are, in the order of the file: unreadable ones first. */
export function* rowOutcomes({ contract, mapping, roles }: MappedSheet, batch: SheetBatch): Generator<RowOutcome> {
  const names = contract.fields.map((field) => field.name)
  const columnOf = new Map(mapping.mapped.map((column) => [column.field, column.index]))
  const indexes = names.map((name) => columnOf.get(name) ?? -1)
  // By label, so that a file whose columns change places has the rows that it had.
  const unmapped = mapping.unmapped.toSorted((a, b) => (a.header < b.header ? -1 : 1))
  const oversized = new Map(batch.oversized.map((cell) => [cell.rowNumber, cell]))
  const beyond = new Map<number, Map<string, string>>()
  const stands = (rowNumber: number): Map<string, string> => {
    const known = beyond.get(rowNumber) ?? new Map<string, string>()
    beyond.set(rowNumber, known)
    return known
  }
  for (const { rowNumber, column, value } of batch.extra) {
    const text = cellText(value)
    if (text !== null) stands(rowNumber).set(column, text)
  }
  for (const cell of batch.errorCells) stands(cell.rowNumber).set(`${cell.column} (error)`, cell.code)
  for (const { rowNumber, rule, message } of batch.bad) yield { outcome: 'unreadable', rowNumber, rule, message }
  for (let r = 0; r < batch.rows.length; r++) {
    const rowNumber = batch.rowNumbers[r] as number
    const texts = (batch.rows[r] ?? []).map(cellText)
    const tooLong = oversized.get(rowNumber)
    if (tooLong === undefined && !beyond.has(rowNumber) && texts.every((text) => text === null)) {
      yield { outcome: 'blank', rowNumber, padding: false }
      continue
    }
    const fields: Record<string, string | null> = {}
    for (let c = 0; c < names.length; c++) fields[names[c] as string] = texts[indexes[c] as number] ?? null
    let others = beyond.get(rowNumber) ?? null
    for (const { index, header } of unmapped) {
      const text = texts[index] ?? null
      if (text === null) continue
      others ??= new Map()
      others.set(header, text)
    }
    if (tooLong === undefined && isPadding(roles, fields, others)) {
      yield { outcome: 'blank', rowNumber, padding: true }
      continue
    }
    // An object that is filled key by key loses one that is called __proto__.
    const extra = others === null ? null : JSON.stringify(Object.fromEntries(others))
    const row: SourceRow = { rowNumber, fields, extra, hash: hashOf(fields, names, extra) }
    yield tooLong === undefined
      ? { outcome: 'row', row, cells: texts }
      : { outcome: 'too_long', row, cells: texts, column: tooLong.column, length: tooLong.length }
  }
}

/** What templates fill every row with: zeros, flags that are not set, marks for nothing, lookups that found nothing. */
const FILLING = /^(?:[-+]?0+(?:[.,]0+)?|false|no|n|-+|–|\.|n\/a|#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!))$/iu

/** Whether a row holds nothing but its key and what a template fills in. */
function isPadding(
  roles: SourceTable['roles'],
  fields: SourceRow['fields'],
  others: ReadonlyMap<string, string> | null,
): boolean {
  if (roles.content.length === 0) return false
  for (const [name, text] of Object.entries(fields)) {
    if (text === null) continue
    if (roles.content.includes(name) || !(roles.key.includes(name) || FILLING.test(text))) return false
  }
  return others === null || [...others.values()].every((text) => FILLING.test(text))
}

/** What an unreadable line is known by: it has no content that could be hashed. */
export const unreadableHash = (fileHash: string, rowNumber: number): string => sha256(`${fileHash}:${rowNumber}`)
