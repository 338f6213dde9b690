import { join } from 'node:path'
import { mask } from '../../contracts/mask.ts'
import { columnTypeOf } from '../../engine/column-types.ts'
import type { ColumnDefinition, Engine } from '../../engine/engine.ts'
import { parquetFiles, sqlText } from '../../engine/sql.ts'
import { PersonNotFoundError } from '../../ledger/errors.ts'
import { normaliseEmail } from '../../refine/email.ts'
import { nameKey } from '../../refine/person-name.ts'
import { normalisePhone } from '../../refine/phone.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { emptyQuery } from '../../versions/data-file.ts'
import { listTables, locateTable } from '../../versions/find-dataset.ts'
import { readAs } from '../../versions/read-as.ts'
import { datasetOf, tableKeys } from '../../versions/table-keys.ts'
import type { PersonFacts } from './suppression.ts'

/** What was asked for in canonical form. @throws PersonNotFoundError when it is none of the three. */
export function personKey(text: string, country: string): { kind: 'id' | 'email' | 'phone'; value: string } {
  const given = text.trim()
  if (/^per_[a-z2-7]{20}$/.test(given)) return { kind: 'id', value: given }
  const email = given.includes('@') ? normaliseEmail(given, { country }).value : null
  if (email !== null) return { kind: 'email', value: email }
  const phone = normalisePhone(given, { country }).value
  if (phone !== null) return { kind: 'phone', value: phone.e164 }
  throw new PersonNotFoundError(
    'A person is named by a contact id (per_…), an e-mail address or a phone number. What was given is none of them.',
  )
}

interface ContactRow {
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

/**
 * What every kept version says of the person. E-mails and phones that other contacts have too are told apart, so that nobody else loses theirs.
 * @throws PersonNotFoundError when nobody has the id, or people of different names share the address or number.
 */
export async function findPerson(
  store: ObjectStore,
  engine: Engine,
  key: ReturnType<typeof personKey>,
  scratch: string,
  /** Whose contacts say who it is; every pipeline's otherwise. */
  pipeline?: string,
): Promise<PersonFacts> {
  const paths: string[] = []
  const tables = (await listTables(store)).filter((table) => datasetOf(table) === 'contacts')
  const meant = pipeline === undefined ? undefined : await locateTable(store, pipeline, 'contacts')
  for (const table of meant === undefined ? tables : tables.filter((one) => one === meant))
    for await (const object of store.list(`${tableKeys.root(table)}/data/`))
      paths.push(await store.fetchFile(object.key, join(scratch, 'contacts')))
  const bare: PersonFacts = {
    keys: [key.value],
    ids: key.kind === 'id' ? [key.value] : [],
    emails: key.kind === 'email' ? [key.value] : [],
    phones: key.kind === 'phone' ? [key.value] : [],
    shared: [],
    names: [],
    organizations: [],
    entities: [],
    rows: [],
  }
  const table = await peopleIn(engine, paths)
  const has = (column: string, value: string) => `list_contains(${column}, ${sqlText(value)})`
  const where = {
    id: `contact_id = ${sqlText(key.value)}`,
    email: has('emails', key.value),
    phone: has('phones', key.value),
  }[key.kind]
  const rows =
    paths.length === 0
      ? []
      : await engine.rows<ContactRow>(
          `SELECT DISTINCT contact_id, entity_id, organization_name, person_name, emails, phones FROM ${table} WHERE ${where}`,
        )
  if (rows.length === 0) {
    if (key.kind === 'id')
      throw new PersonNotFoundError(
        `No kept version of contacts has ${key.value}. Was the person forgotten already? "hotpass forget --list" shows the certificates; otherwise name the person by e-mail or phone.`,
      )
    return bare
  }
  const names = new Set(rows.flatMap(({ person_name: name }) => (name === null ? [] : [nameKey(name)])))
  if (names.size > 1) {
    const people = [...new Map(rows.map((row) => [row.contact_id, row])).values()]
    throw new PersonNotFoundError(
      key.kind === 'id'
        ? `${names.size} people of different names have the id ${key.value}, in datasets of several pipelines. Say whose is meant with --pipeline.`
        : `${names.size} people of different names share it. Name one of them by id: ${people.map((row) => `${row.contact_id} (${mask(row.person_name ?? '', 'personal')})`).join(', ')}.`,
    )
  }
  const ids = [...new Set(rows.map((row) => row.contact_id))]
  const others = `contact_id NOT IN (${ids.map(sqlText).join(', ')})`
  const shared: string[] = []
  const own = async (column: 'emails' | 'phones') => {
    const kept: string[] = []
    for (const value of new Set(rows.flatMap((row) => row[column] ?? []))) {
      const [found] = await engine.rows<{ n: number }>(
        `SELECT count(*) AS n FROM ${table} WHERE ${others} AND ${has(column, value)} AND person_name IS NOT NULL`,
      )
      if (names.size > 0 && (found?.n ?? 0) > 0) shared.push(value)
      else kept.push(value)
    }
    return kept
  }
  return {
    keys: [...new Set([key.value, ...ids])],
    ids,
    emails: await own('emails'),
    phones: await own('phones'),
    shared,
    names: rows.flatMap(({ person_name: name }) => (name === null ? [] : [name])),
    organizations: rows.map((row) => row.organization_name),
    entities: rows.map((row) => row.entity_id),
    rows: [],
  }
}
