import { join } from 'node:path'
import { columnTypeOf } from '../../engine/column-types.ts'
import type { ColumnDefinition, Engine } from '../../engine/engine.ts'
import { parquetFiles, sqlName, sqlText } from '../../engine/sql.ts'
import type { StoreDomain } from '../../ledger/store-domains.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { listTables, locateTable } from '../../versions/find-dataset.ts'
import { readAs } from '../../versions/read-as.ts'
import { datasetOf, isOldTable, tableKeys } from '../../versions/table-keys.ts'
import { type PeopleColumns, tableShape } from './published-people.ts'

/** A person as a kept version of a table of people has them. */
export interface ContactRow {
  readonly id: string
  readonly name: string | null
  readonly values: readonly string[]
  readonly beside: readonly string[]
  readonly owners: readonly string[]
  readonly organizations: readonly string[]
}

/** SQL of the people in a data file, read with the columns of its own time. */
async function peopleIn(engine: Engine, path: string, people: PeopleColumns): Promise<string> {
  const query = `SELECT * FROM ${parquetFiles(path)}`
  const described = await engine.rows<{ column_name: string; column_type: string }>(`DESCRIBE ${query}`)
  const columns = described.flatMap(({ column_name: name, column_type }) => {
    const type = columnTypeOf(column_type)
    return type === undefined ? [] : [{ name, type }]
  })
  const lists = new Set(people.lists)
  const { id, name: called, values, beside, owners, organizations } = people
  const asked = [id, ...(called === null ? [] : [called]), ...values, ...beside, ...owners, ...organizations]
  const wanted = [...new Set(asked)].map(
    (name): ColumnDefinition => ({ name, type: lists.has(name) ? 'list<string>' : 'string' }),
  )
  const texts = (names: readonly string[]) => {
    const each = names.map((name) => (lists.has(name) ? `coalesce(${sqlName(name)}, [])` : `[${sqlName(name)}]`))
    return names.length === 0
      ? 'CAST([] AS VARCHAR[])'
      : `list_filter(flatten([${each.join(', ')}]), x -> x IS NOT NULL)`
  }
  return `SELECT ${sqlName(id)} AS id, ${called === null ? 'NULL' : sqlName(called)} AS name, ${texts(values)} AS "values",
    ${texts(beside)} AS beside, ${texts(owners)} AS owners, ${texts(organizations)} AS organizations
    FROM (${readAs(query, columns, wanted)})`
}

/** Asks every kept version of the tables of people for those who have an id, or a value that identifies. */
export type FindContacts = (kind: 'id' | 'value', value: string) => Promise<ContactRow[]>

/** Opens the people of one pipeline, or of all. */
export async function openContacts(
  store: ObjectStore,
  engine: Engine,
  scratch: string,
  domains: readonly StoreDomain[],
  pipeline?: string,
): Promise<FindContacts> {
  const files: string[] = []
  for (const table of await listTables(store))
    for (const people of await peopleTables(store, table, domains, pipeline))
      for await (const object of store.list(`${tableKeys.root(table)}/data/`))
        files.push(await peopleIn(engine, await store.fetchFile(object.key, join(scratch, 'contacts')), people))
  return async (kind, value) => {
    const where = kind === 'id' ? `id = ${sqlText(value)}` : `list_contains("values", ${sqlText(value)})`
    return files.length === 0
      ? []
      : engine.rows<ContactRow>(`SELECT DISTINCT * FROM (${files.join(' UNION ALL ')}) WHERE ${where}`)
  }
}

/** Content hashes of the source rows that made these records, as every kept version of the links has them. */
export async function rowsOfRecords(
  store: ObjectStore,
  engine: Engine,
  scratch: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = new Set<string>()
  if (ids.length === 0) return rows
  for (const table of await listTables(store)) {
    if (datasetOf(table) !== 'entity_links') continue
    for await (const object of store.list(`${tableKeys.root(table)}/data/`)) {
      const path = await store.fetchFile(object.key, join(scratch, 'contacts'))
      const found = await engine.rows<{ row_hash: string }>(
        `SELECT DISTINCT row_hash FROM ${parquetFiles(path)} WHERE entity_id IN (${ids.map(sqlText).join(', ')})`,
      )
      for (const { row_hash } of found) rows.add(row_hash)
    }
  }
  return rows
}

/** The people of a table, as the domains of its pipeline have them; a table of before they belonged to one is anybody's. */
async function peopleTables(
  store: ObjectStore,
  table: string,
  domains: readonly StoreDomain[],
  pipeline: string | undefined,
): Promise<PeopleColumns[]> {
  const found = new Map<string, PeopleColumns>()
  for (const { pipeline: owner, domain } of domains) {
    if (pipeline !== undefined && owner !== pipeline) continue
    const isTheirs = isOldTable(table)
      ? pipeline === undefined || (await locateTable(store, owner, datasetOf(table))) === table
      : table.startsWith(`${owner}/`)
    const people = isTheirs ? tableShape(domain, datasetOf(table))?.people : undefined
    if (people) found.set(JSON.stringify(people), people)
  }
  return [...found.values()]
}
