import { publishedTable } from '../../src/consolidate/golden/columns.ts'
import { goldenSql } from '../../src/consolidate/golden/golden-sql.ts'
import { makeLookups } from '../../src/consolidate/golden/lookups.ts'
import { primaryTables, publishedSql } from '../../src/consolidate/golden/published-sql.ts'
import type { CompiledDomain } from '../../src/domain/index.ts'
import type { Engine } from '../../src/engine/index.ts'
import { refinedColumns } from '../../src/refine/record/refined-columns.ts'
import { tableRefiner } from '../../src/refine/record/table-refiner.ts'

type Row = Readonly<Record<string, string | null>>

/** Rows of source tables, by the table's id; cells by the label of their column. */
export type SourceRows = Readonly<Record<string, readonly Row[]>>

/**
 * Refines rows by a domain and publishes them in the engine. Who is who is given: `idOf` says the id of each refined record, by entity,
 * from its columns; rows that belong to nothing have null parents.
 */
export async function publishRows(
  engine: Engine,
  domain: CompiledDomain,
  rows: SourceRows,
  idOf: (entity: string, record: Readonly<Record<string, unknown>>) => string,
): Promise<{ readonly rejected: readonly { readonly rule: string; readonly field: string }[] }> {
  const records = new Map<string, unknown[][]>(domain.entities.map(({ id }) => [id, []]))
  const rejected: { rule: string; field: string }[] = []
  for (const source of domain.sources)
    for (const table of source.tables) {
      const refiner = tableRefiner(domain, table)
      for (const [at, row] of (rows[table.id] ?? []).entries()) {
        const cells = table.columns.map(({ label }) => row[label] ?? null)
        const outcome = refiner.refine(cells, {
          file: `${table.id}.csv`,
          sheet: table.id,
          rowNumber: at + 2,
          rowHash: String(at).padStart(12, '0'),
        })
        if (outcome.rejected !== null) rejected.push(outcome.rejected)
        for (const { entity, values } of outcome.records) records.get(entity)?.push([...values])
      }
    }
  for (const entity of domain.entities) {
    const columns = refinedColumns(entity)
    const made = (records.get(entity.id) ?? []).map((values) => {
      const record = Object.fromEntries(columns.map(({ name }, at) => [name, values[at]]))
      const parents = entity.parents.map((parent) => {
        const key = record[`_${parent}_key`]
        const named = record[`_${parent}_name`]
        return key == null && named == null ? null : idOf(parent, { ...record, _key: key, _name_key: named })
      })
      return [...values, idOf(entity.id, record), ...parents]
    })
    const all = [
      ...columns,
      { name: '_id', type: 'string' as const },
      ...entity.parents.map((parent) => ({ name: `_parent_${parent}`, type: 'string' as const })),
    ]
    const writer = await engine.createTable(`rows_${entity.id}`, all)
    if (made.length > 0) writer.append(all.map((_, at) => made.map((values) => values[at])))
    await writer.finish()
  }
  for (const entity of domain.entities) for (const sql of goldenSql(domain, entity)) await engine.run(sql)
  for (const entity of domain.entities) await makeLookups(engine, entity)
  for (const sql of primaryTables(domain)) await engine.run(sql)
  for (const entity of domain.entities) await engine.run(publishedSql(domain, entity, domain.lawfulBasis))
  return { rejected }
}

/** What was published of an entity, as JSON values. */
export async function published(engine: Engine, entity: string): Promise<Readonly<Record<string, unknown>>[]> {
  const rows = await engine.rows<{ row: string }>(
    `SELECT to_json(t)::VARCHAR AS row FROM ${publishedTable(entity)} t ORDER BY row`,
  )
  return rows.map(({ row }) => JSON.parse(row) as Record<string, unknown>)
}
