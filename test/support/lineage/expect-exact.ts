import { expect } from 'vitest'
import type { Engine } from '../../../src/engine/engine.ts'
import { sqlName } from '../../../src/engine/sql.ts'
import type { DatasetColumns } from '../../../src/run/lineage/column-source.ts'

/** What is made of a table whose rows have the numbers `n`, after one cell of it was given another's value, or none. */
export interface Experiment {
  readonly dataset: string
  readonly table: string
  /** The copy of the table that `make` reads. */
  readonly given: string
  readonly fields: readonly string[]
  /** Makes the outputs of the copy: by column its values; undefined when it is refused. */
  readonly make: () => Promise<ReadonlyMap<string, string> | undefined>
  readonly declared: readonly DatasetColumns[]
  /** Whether every column must be seen to change with every field that is in its value, or each field to change something. */
  readonly exact: 'column' | 'field'
}

/** Another value of a type, where there is no other row's. */
const OTHER: Readonly<Record<string, string>> = {
  ...{ BIGINT: '0', INTEGER: '0', UINTEGER: '0', DOUBLE: '0', BOOLEAN: 'NOT t.$', DATE: "DATE '1999-01-01'" },
  'VARCHAR[]': '[]',
}

/**
 * Holds that a column changes only with what it is made of or what decides which rows there are, and that each of these changes
 * something.
 */
export async function expectExact(engine: Engine, experiment: Experiment): Promise<void> {
  const { dataset, table, given, fields, make, declared, exact } = experiment
  const sources = sourcesOf(declared, dataset)
  const deciding = new Set(
    declared.flatMap(({ rows }) => rows).flatMap((one) => (one.dataset === dataset ? [one.field] : [])),
  )
  const named = [...new Set([...deciding, ...[...sources.values()].flatMap((one) => [...one.keys()])])]
  const outputsOf = (field: string) => [...sources].flatMap(([name, of]) => (of.has(field) ? [name] : []))
  const [{ rows } = { rows: 0 }] = await engine.rows<{ rows: number }>(`SELECT count(*) AS rows FROM ${table}`)
  const described = await engine.rows<{ column_name: string; column_type: string }>(`DESCRIBE ${table}`)
  const types = new Map(described.map((one) => [one.column_name, one.column_type]))
  const change = (sql: string) => engine.run(`CREATE OR REPLACE TABLE ${given} AS ${sql}`)
  await change(`SELECT * FROM ${table}`)
  const before = await make()
  const differing = async () => {
    const after = await make()
    return after === undefined
      ? []
      : [...(before ?? [])].flatMap(([name, values]) => (after.get(name) === values ? [] : [name]))
  }
  const others = fields.filter((field) => !named.includes(field))
  if (others.length > 0) {
    const reversed = others.map((field) => `o.${sqlName(field)} AS ${sqlName(field)}`).join(', ')
    await change(`SELECT t.* REPLACE (${reversed}) FROM ${table} t JOIN ${table} o ON o.n = ${rows + 1} - t.n`)
    expect(await differing(), `columns that changed with ${others.join(', ')}`).toEqual([])
  }

  const wanted = new Map(
    named.map((field) => [
      field,
      new Set(exact === 'column' ? outputsOf(field).filter((name) => sources.get(name)?.get(field)) : []),
    ]),
  )
  const seen = new Set<string>()
  const isPending = (field: string) => !seen.has(field) || (wanted.get(field)?.size ?? 0) > 0
  /** Changes fields at once. A column that changes must have one of them as its source, and shows the one where there is one alone. */
  const changeFields = async (group: readonly string[], place: string, value: number) => {
    const cells = group.map((field) => {
      const column = sqlName(field)
      return `CASE WHEN ${place} THEN ${valueSql(table, rows, types.get(field), value).replaceAll('$', column)} ELSE t.${column} END AS ${column}`
    })
    await change(`SELECT t.* REPLACE (${cells.join(', ')}) FROM ${table} t`)
    for (const name of await differing()) {
      const responsible = group.filter((field) => deciding.has(field) || sources.get(name)?.has(field))
      expect(responsible, `${name} changed with one of ${group.join(', ')}, of which it has no source`).not.toEqual([])
      const [only] = responsible
      if (only === undefined || responsible.length > 1) continue
      seen.add(only)
      wanted.get(only)?.delete(name)
    }
  }
  const isAlone = (field: string) => deciding.has(field) || outputsOf(field).length > MANY
  const together = named.filter((field) => !isAlone(field))
  for (const group of apart(together, [...sources.values()])) await changeFields(group, 'true', 0)
  // The whole column at once first, then cell by cell.
  const places = [
    'true',
    ...[0, 1].map((part) => `t.n % 2 = ${part}`),
    ...[0, 1, 2].map((part) => `t.n % 3 = ${part}`),
    ...Array.from({ length: rows }, (_, at) => `t.n = ${at + 1}`),
  ]
  for (const place of places)
    for (const value of [0, 1, 2]) {
      const pending = named.filter(isPending)
      const groups = [
        ...pending.filter(isAlone).map((field) => [field]),
        ...disjoint(
          pending.filter((field) => !isAlone(field)),
          outputsOf,
        ),
      ]
      for (const group of groups) await changeFields(group, place, value)
    }
  const unseen = named.filter(isPending).map((field) => `${field} → ${[...(wanted.get(field) ?? [])].join(', ')}`)
  expect(unseen, `nothing that was done to these fields of ${dataset} changed what they are sources of`).toEqual([])
  await change(`SELECT * FROM ${table}`)
}

/** Fields that are sources of more columns than this are changed alone. */
const MANY = 12

type Sources = ReadonlyMap<string, boolean>

/** Of each column, its sources in a dataset, and whether they are in its value. */
function sourcesOf(declared: readonly DatasetColumns[], dataset: string): ReadonlyMap<string, Sources> {
  const found = new Map<string, Map<string, boolean>>()
  for (const { columns } of declared)
    for (const [name, sources] of Object.entries(columns)) {
      const known = found.get(name) ?? new Map<string, boolean>()
      found.set(name, known)
      for (const one of sources)
        if (one.dataset === dataset) known.set(one.field, known.get(one.field) === true || one.how.type === 'DIRECT')
    }
  return found
}

/** Another value for a cell `t.$`: its neighbour's, a far row's, or one that no row has. */
function valueSql(table: string, rows: number, type: string | undefined, value: number): string {
  const step = [1, Math.ceil(rows / 2)][value]
  return step === undefined
    ? (OTHER[type ?? ''] ?? "'a ' || coalesce(t.$, '')")
    : `(SELECT $ FROM ${table} WHERE n = (t.n - 1 + ${step}) % ${rows} + 1)`
}

/** Groups by which every field is once changed while a column that it is no source of has none of its sources changed. */
function apart(fields: readonly string[], columns: readonly Sources[]): string[][] {
  // Halves by each binary digit of a field's place tell any two fields apart.
  const digits = Array.from({ length: Math.ceil(Math.log2(Math.max(2, fields.length))) }, (_, at) => at)
  const groups = digits.flatMap((digit) => [0, 1].map((half) => fields.filter((_, at) => ((at >> digit) & 1) === half)))
  for (const sources of [...columns, new Map()]) {
    const free = groups.filter((group) => group.every((field) => !sources.has(field)))
    const covered = new Set(free.flat())
    const missing = fields.filter((field) => !sources.has(field))
    if (missing.some((field) => !covered.has(field))) groups.push(missing)
  }
  return groups.filter(({ length }) => length > 0)
}

/** Fields in groups within which no two are sources of one column. */
function disjoint(fields: readonly string[], outputsOf: (field: string) => readonly string[]): string[][] {
  const groups: { fields: string[]; outputs: Set<string> }[] = []
  for (const field of fields) {
    const outputs = outputsOf(field)
    const free = groups.find((group) => outputs.every((name) => !group.outputs.has(name)))
    const group = free ?? { fields: [], outputs: new Set<string>() }
    if (free === undefined) groups.push(group)
    group.fields.push(field)
    for (const name of outputs) group.outputs.add(name)
  }
  return groups.map((group) => group.fields)
}

/** The values of each column of a query, in whatever order its rows stand. */
export async function columnsOf(engine: Engine, query: string): Promise<ReadonlyMap<string, string>> {
  const rows = await engine.rows(query)
  const names = Object.keys(rows[0] ?? {})
  return new Map(
    names.map((name) => [name, JSON.stringify(rows.map((row) => JSON.stringify(row[name] ?? null)).sort())]),
  )
}
