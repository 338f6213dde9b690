import { join } from 'node:path'
import { columnTypeOf } from '../../engine/column-types.ts'
import type { ColumnDefinition, Engine } from '../../engine/engine.ts'
import { parquetFiles, sqlText } from '../../engine/sql.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { emptyQuery } from '../../versions/data-file.ts'
import { listTables, locateTable } from '../../versions/find-dataset.ts'
import { readAs } from '../../versions/read-as.ts'
import { datasetOf, tableKeys } from '../../versions/table-keys.ts'

/** A person as a kept version of contacts has them. */
export interface ContactRow {
  readonly contact_id: string
  readonly entity_id: string
  readonly organization_name: string
  readonly person_name: string | null
  readonly emails: readonly string[] | null
  readonly phones: readonly string[] | null
}

const PERSON: readonly ColumnDefinition[] = [
  { name: 'contact_id', type: 'string' },
  { name: 'entity_id', type: 'string' },
  { name: 'organization_name', type: 'string' },
  { name: 'person_name', type: 'string' },
  { name: 'emails', type: 'list<string>' },
  { name: 'phones', type: 'list<string>' },
]

/** SQL of the people in data files, each read with the columns of its own time. */
async function peopleIn(engine: Engine, paths: readonly string[]): Promise<string> {
  const files: string[] = []
  for (const path of paths) {
    const query = `SELECT * FROM ${parquetFiles(path)}`
    const described = await engine.rows<{ column_name: string; column_type: string }>(`DESCRIBE ${query}`)
    const columns = described.flatMap(({ column_name: name, column_type }) => {
      const type = columnTypeOf(column_type)
      return type === undefined ? [] : [{ name, type }]
    })
    files.push(readAs(query, columns, PERSON))
  }
  return `(${files.length === 0 ? emptyQuery(PERSON) : files.join(' UNION ALL ')})`
}

/** Asks every kept version of contacts for the people who have an id, an address or a number. */
export type FindContacts = (kind: 'id' | 'email' | 'phone', value: string) => Promise<ContactRow[]>

/** Opens the contacts of one pipeline, or of all. */
export async function openContacts(
  store: ObjectStore,
  engine: Engine,
  scratch: string,
  pipeline?: string,
): Promise<FindContacts> {
  const paths: string[] = []
  const tables = (await listTables(store)).filter((table) => datasetOf(table) === 'contacts')
  const meant = pipeline === undefined ? undefined : await locateTable(store, pipeline, 'contacts')
  for (const table of meant === undefined ? tables : tables.filter((one) => one === meant))
    for await (const object of store.list(`${tableKeys.root(table)}/data/`))
      paths.push(await store.fetchFile(object.key, join(scratch, 'contacts')))
  const table = await peopleIn(engine, paths)
  return async (kind, value) => {
    const where = kind === 'id' ? `contact_id = ${sqlText(value)}` : `list_contains(${kind}s, ${sqlText(value)})`
    return paths.length === 0
      ? []
      : engine.rows<ContactRow>(
          `SELECT DISTINCT ${PERSON.map(({ name }) => name).join(', ')} FROM ${table} WHERE ${where}`,
        )
  }
}
