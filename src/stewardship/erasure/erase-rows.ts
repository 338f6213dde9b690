import type { ColumnDefinition, Engine } from '../../engine/engine.ts'
import { parquetFiles } from '../../engine/sql.ts'
import { ERASED, type Suppression } from './suppression.ts'

type Row = Record<string, unknown>

const TEXTS: ReadonlySet<ColumnDefinition['type']> = new Set(['string', 'list<string>'])

/** A value of an organization's contact → what another column says of it. */
const SAID_OF = [
  ['contact_primary_name', 'contact_primary_role'],
  ['contact_primary_email', 'contact_primary_email_status'],
  ['contact_primary_phone', 'contact_primary_phone_status'],
] as const

/** Stands where the hash of a row stood that was made of the person's values. */
export const NO_ROW_HASH = '0'.repeat(32)
const text = (row: Row, name: string): string | null => (typeof row[name] === 'string' ? (row[name] as string) : null)

/** The texts of a cell: its elements, or the one that it is; in tables of before lists, the parts that were joined. */
const textsOf = (row: Row, name: string): readonly string[] => {
  const value = row[name]
  if (Array.isArray(value)) return value.filter((one) => typeof one === 'string')
  return typeof value === 'string' ? [value] : []
}
const listOf = (row: Row, name: string): string[] => textsOf(row, name).flatMap((one) => one.split('; '))

/** A row of one of our tables without a person: the same, changed, or null when the row is about the person. */
function withoutPerson(
  row: Row,
  columns: readonly ColumnDefinition[],
  suppression: Suppression,
  required: ReadonlySet<string>,
): Row | null {
  const contact = text(row, 'contact_id')
  if (contact !== null) {
    const person = {
      name: text(row, 'person_name'),
      emails: listOf(row, 'emails'),
      phones: listOf(row, 'phones'),
      organization: text(row, 'organization_name'),
    }
    // An id is its pipeline's: another may have given it to somebody of another name.
    const meant = person.name === null || suppression.document.names.length === 0 || suppression.hasName(person.name)
    if ((meant && suppression.has('id', contact)) || suppression.describes(person)) return null
  }
  const texts = columns.flatMap(({ name, type }) => (TEXTS.has(type) && textsOf(row, name).length > 0 ? [name] : []))
  const touched = (value: string): boolean =>
    suppression.has('row', value) || suppression.has('entity', value) || suppression.scrub(value, false) !== value
  // Where the row is about the person's organization, or holds something of the person, the name goes with it.
  const named = texts.some((name) => textsOf(row, name).some(touched))
  if (!named) return row
  const left: Row = { ...row }
  let changed = false
  for (const name of texts) {
    const values = textsOf(row, name)
    const scrubbed = values.map((value) =>
      suppression.has('row', value) ? NO_ROW_HASH : suppression.scrub(value, named),
    )
    if (scrubbed.every((value, at) => value === values[at])) continue
    changed = true
    const kept = scrubbed.filter((value) => value !== '')
    const filled = kept.length > 0 ? kept : required.has(name) ? [ERASED] : null
    left[name] = Array.isArray(row[name]) ? filled : (filled?.[0] ?? null)
  }
  // What is said of a value goes with it: the role with the name, the status with the address.
  for (const [name, said] of SAID_OF)
    if (left[name] !== row[name] && typeof row[said] === 'string' && !required.has(said)) left[said] = null
  // The hash of a row that named the person is made of the person too.
  if (changed && typeof left.row_hash === 'string') left.row_hash = NO_ROW_HASH
  return changed ? left : row
}

/**
 * A Parquet file's rows without forgotten people, as a query over a table of the engine's; undefined when they are not in it. The file is
 * read twice, so that one without them costs no writing.
 */
export async function eraseRows(
  engine: Engine,
  path: string,
  columns: readonly ColumnDefinition[],
  suppressions: readonly Suppression[],
  required: ReadonlySet<string> = new Set(),
): Promise<{ query: string; rows: number } | undefined> {
  const source = `SELECT ${columns.map(({ name }) => `"${name.replaceAll('"', '""')}"`).join(', ')} FROM ${parquetFiles(path)}`
  let touched = 0
  for await (const row of rowsOf(engine, source)) if (judge(row, columns, suppressions, required) !== row) touched++
  if (touched === 0) return undefined
  const writer = await engine.createTable('left_over', columns)
  let buffer: unknown[][] = columns.map(() => [])
  const flush = () => {
    writer.append(buffer)
    buffer = columns.map(() => [])
  }
  for await (const row of rowsOf(engine, source)) {
    const left = judge(row, columns, suppressions, required)
    if (left === null) continue
    for (const [at, { name }] of columns.entries()) buffer[at]?.push(left[name] ?? null)
    if ((buffer[0]?.length ?? 0) >= 2048) flush()
  }
  flush()
  await writer.finish()
  return { query: 'SELECT * FROM left_over', rows: touched }
}

function judge(
  row: Row,
  columns: readonly ColumnDefinition[],
  suppressions: readonly Suppression[],
  required: ReadonlySet<string>,
): Row | null {
  let left: Row | null = row
  for (const suppression of suppressions) if (left !== null) left = withoutPerson(left, columns, suppression, required)
  return left
}

async function* rowsOf(engine: Engine, query: string): AsyncGenerator<Row> {
  for await (const { names, columns, rowCount } of engine.columns(query))
    for (let r = 0; r < rowCount; r++) yield Object.fromEntries(names.map((name, c) => [name, columns[c]?.[r]]))
}
