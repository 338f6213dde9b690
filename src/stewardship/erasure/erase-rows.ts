import type { ColumnDefinition, Engine } from '../../engine/engine.ts'
import { parquetFiles } from '../../engine/sql.ts'
import type { TableShape } from './published-people.ts'
import { ERASED, type Suppression } from './suppression.ts'

type Row = Record<string, unknown>

const NONE: ReadonlySet<string> = new Set()
const TEXTS: ReadonlySet<ColumnDefinition['type']> = new Set(['string', 'list<string>'])

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

/** Whether a row of a table of people is about this one. */
function isAbout(row: Row, people: NonNullable<TableShape['people']>, suppression: Suppression): boolean {
  const id = text(row, people.id)
  if (id === null) return false
  const all = (columns: readonly string[]) => columns.flatMap((column) => listOf(row, column))
  const name = people.name === null ? null : text(row, people.name)
  // An id is its pipeline's: another may have given it to somebody of another name.
  const meant = name === null || suppression.document.names.length === 0 || suppression.hasName(name)
  return (
    (meant && suppression.has('id', id)) ||
    suppression.describes({
      name,
      values: all(people.values),
      beside: all(people.beside),
      organizations: people.organizations.flatMap((column) => text(row, column) ?? []),
      written: null,
    })
  )
}

/** A row of one of our tables without a person: the same, changed, or null when the row is about the person. */
function withoutPerson(
  row: Row,
  columns: readonly ColumnDefinition[],
  suppression: Suppression,
  shape: TableShape | undefined,
): Row | null {
  if (shape?.people && isAbout(row, shape.people, suppression)) return null
  const required = shape?.required ?? NONE
  // What is told of their record, a link or a change, is told of them; where a table has names, an id alone may be somebody else's.
  if (!shape?.people && columns.some(({ name }) => suppression.has('id', text(row, name) ?? ''))) return null
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
  for (const [name, said] of shape?.saidOf ?? []) if (left[name] !== row[name] && !required.has(said)) left[said] = null
  // The hash of a row that named the person is made of the person too.
  if (changed && typeof left.row_hash === 'string') left.row_hash = NO_ROW_HASH
  return changed ? left : row
}

/**
 * A Parquet file's rows without forgotten people, as a query over a table of the engine's; undefined when they are not in it. The file is
 * read twice, so that one without them costs no writing.
 * @param shape undefined for a file that is no published table's: whatever has the person's id there is told of them
 */
export async function eraseRows(
  engine: Engine,
  path: string,
  columns: readonly ColumnDefinition[],
  suppressions: readonly Suppression[],
  shape: TableShape | undefined,
): Promise<{ query: string; rows: number } | undefined> {
  const source = `SELECT ${columns.map(({ name }) => `"${name.replaceAll('"', '""')}"`).join(', ')} FROM ${parquetFiles(path)}`
  let touched = 0
  for await (const row of rowsOf(engine, source)) if (judge(row, columns, suppressions, shape) !== row) touched++
  if (touched === 0) return undefined
  const writer = await engine.createTable('left_over', columns)
  let buffer: unknown[][] = columns.map(() => [])
  const flush = () => {
    writer.append(buffer)
    buffer = columns.map(() => [])
  }
  for await (const row of rowsOf(engine, source)) {
    const left = judge(row, columns, suppressions, shape)
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
  shape: TableShape | undefined,
): Row | null {
  let left: Row | null = row
  for (const suppression of suppressions) if (left !== null) left = withoutPerson(left, columns, suppression, shape)
  return left
}

async function* rowsOf(engine: Engine, query: string): AsyncGenerator<Row> {
  for await (const { names, columns, rowCount } of engine.columns(query))
    for (let r = 0; r < rowCount; r++) yield Object.fromEntries(names.map((name, c) => [name, columns[c]?.[r]]))
}
