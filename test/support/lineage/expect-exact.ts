import { expect } from 'vitest'
import type { Engine } from '../../../src/engine/engine.ts'
import { sqlName } from '../../../src/engine/sql.ts'
import type { DatasetColumns } from '../../../src/run/lineage/column-source.ts'
import { ColumnChanges } from '../column-changes.ts'

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
  const own = declared
    .flatMap(({ columns }) => ColumnChanges.declared(columns))
    .filter((pair) => pair.includes(` ← ${dataset}.`))
  const direct = declared.flatMap(({ columns }) =>
    Object.entries(columns).flatMap(([column, sources]) =>
      sources.flatMap((one) => (one.how.type === 'DIRECT' ? [`${column} ← ${one.dataset}.${one.field}`] : [])),
    ),
  )
  const deciding = new Set(
    declared.flatMap(({ rows }) => rows).flatMap((one) => (one.dataset === dataset ? [one.field] : [])),
  )
  const named = new Set([
    ...deciding,
    ...own.map((pair) => pair.slice(pair.indexOf(` ← ${dataset}.`) + dataset.length + 4)),
  ])
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
  const others = fields.filter((field) => !named.has(field))
  if (others.length > 0) {
    const reversed = others.map((field) => `o.${sqlName(field)} AS ${sqlName(field)}`).join(', ')
    await change(`SELECT t.* REPLACE (${reversed}) FROM ${table} t JOIN ${table} o ON o.n = ${rows + 1} - t.n`)
    expect(await differing(), `columns that changed with ${others.join(', ')}`).toEqual([])
  }
  const seen = new Set<string>()
  for (const field of named) {
    const wanted = new Set(exact === 'column' ? direct.filter((pair) => pair.endsWith(` ← ${dataset}.${field}`)) : [])
    const values = [
      ...[1, Math.ceil(rows / 2)].map((step) => `(SELECT $ FROM ${table} WHERE n = (t.n - 1 + ${step}) % ${rows} + 1)`),
      OTHER[types.get(field) ?? ''] ?? "'a ' || coalesce(t.$, '')",
    ].map((value) => value.replaceAll('$', sqlName(field)))
    // The whole column at once first, then cell by cell.
    const places = [
      'true',
      ...[0, 1].map((part) => `t.n % 2 = ${part}`),
      ...[0, 1, 2].map((part) => `t.n % 3 = ${part}`),
      ...Array.from({ length: rows }, (_, at) => `t.n = ${rows - at}`),
    ]
    for (const place of places)
      for (const value of values) {
        if (wanted.size === 0 && seen.has(field)) continue
        await change(
          `SELECT t.* REPLACE (CASE WHEN ${place} THEN ${value} ELSE t.${sqlName(field)} END AS ${sqlName(field)}) FROM ${table} t`,
        )
        for (const name of await differing()) {
          const pair = `${name} ← ${dataset}.${field}`
          if (!deciding.has(field)) expect(own).toContain(pair)
          wanted.delete(pair)
          seen.add(field)
        }
      }
    expect([...wanted], `nothing that was done to ${field} changed these`).toEqual([])
    expect(seen, `${field} changes something`).toContain(field)
  }
  await change(`SELECT * FROM ${table}`)
}

/** The values of each column of a query, in whatever order its rows stand. */
export async function columnsOf(engine: Engine, query: string): Promise<ReadonlyMap<string, string>> {
  const rows = await engine.rows(query)
  const names = Object.keys(rows[0] ?? {})
  return new Map(
    names.map((name) => [name, JSON.stringify(rows.map((row) => JSON.stringify(row[name] ?? null)).sort())]),
  )
}
