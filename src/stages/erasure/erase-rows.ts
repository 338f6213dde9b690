import type { ColumnDefinition, Engine } from '../../engine/engine.ts'
import { sqlText } from '../../engine/sql.ts'
import { ERASED, type Suppression } from './suppression.ts'

type Row = Record<string, unknown>

/** Stands where the hash of a row stood that was made of the person's values. */
export const NO_ROW_HASH = '0'.repeat(32)
const text = (row: Row, name: string): string | null => (typeof row[name] === 'string' ? (row[name] as string) : null)
const list = (value: string | null): string[] => (value === null ? [] : value.split('; '))

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
      emails: list(text(row, 'emails')),
      phones: list(text(row, 'phones')),
      organization: text(row, 'organization_name'),
    }
    // An id is its pipeline's: another may have given it to somebody of another name.
    const meant = person.name === null || suppression.document.names.length === 0 || suppression.hasName(person.name)
    if ((meant && suppression.has('id', contact)) || suppression.describes(person)) return null
  }
  const texts = columns.flatMap(({ name, type }) => (type === 'string' && text(row, name) !== null ? [name] : []))
  const touched = (name: string): boolean => {
    const value = text(row, name) as string
    return (
      suppression.has('row', value) || suppression.has('entity', value) || suppression.scrub(value, false) !== value
    )
  }
  // Where the row is about the person's organisation, or holds something of the person, the name goes with it.
  const named = texts.some(touched)
  if (!named) return row
  const left: Row = { ...row }
  let changed = false
  for (const name of texts) {
    const value = text(row, name) as string
    const scrubbed = suppression.has('row', value) ? NO_ROW_HASH : suppression.scrub(value, named)
    if (scrubbed === value) continue
    changed = true
    left[name] = scrubbed === '' ? (required.has(name) ? ERASED : null) : scrubbed
  }
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
  const source = `SELECT ${columns.map(({ name }) => `"${name.replaceAll('"', '""')}"`).join(', ')} FROM read_parquet(${sqlText(path)})`
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
