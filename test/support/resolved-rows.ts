import { join } from 'node:path'
import type { CompiledDomain, Entity } from '../../src/domain/index.ts'
import type { Engine } from '../../src/engine/index.ts'
import { refinedColumns } from '../../src/refine/record/refined-columns.ts'
import { tableRefiner } from '../../src/refine/record/table-refiner.ts'
import { entityRowsSql, recordRows } from '../../src/resolve/entities/entity-rows-sql.ts'
import { classifiedTable, classifySql, memberSql, placeSql } from '../../src/resolve/entities/ties-sql.ts'
import type { SourceRows } from './golden-tables.ts'

export const entityNamed = (domain: CompiledDomain, id: string): Entity => {
  const entity = domain.entities.find((one) => one.id === id)
  if (entity === undefined) throw new Error(`no entity ${id}`)
  return entity
}

/** Refines rows by a domain and loads the rows and records of every entity, as Block and Resolve do. */
export async function loadRows(
  engine: Engine,
  domain: CompiledDomain,
  rows: SourceRows,
  folder: string,
): Promise<void> {
  const records = new Map<string, unknown[][]>(domain.entities.map(({ id }) => [id, []]))
  for (const table of domain.sources.flatMap(({ tables }) => tables)) {
    const refiner = tableRefiner(domain, table)
    for (const [at, row] of (rows[table.id] ?? []).entries()) {
      const cells = table.columns.map(({ label }) => row[label] ?? null)
      const place = { file: `${table.id}.csv`, sheet: table.id, rowNumber: at + 2, rowHash: JSON.stringify(row) }
      for (const { entity, values } of refiner.refine(cells, place).records) records.get(entity)?.push([...values])
    }
  }
  for (const entity of domain.entities) {
    const columns = refinedColumns(entity)
    const made = records.get(entity.id) ?? []
    const writer = await engine.createTable(`refined_${entity.id}`, columns)
    if (made.length > 0) writer.append(columns.map((_, at) => made.map((values) => values[at])))
    await writer.finish()
    const path = join(folder, `${entity.id}.parquet`)
    await engine.writeParquet(`SELECT * FROM "refined_${entity.id}"`, path)
    for (const sql of entityRowsSql(entity.id, [path])) await engine.run(sql)
  }
}

/**
 * Classifies every row when who is who is given: records of one name, or what `idOf` says, are one.
 * @returns a line a row: entity, its key or hash, what became of it, of whom it is, and by what
 */
export async function classifyRows(
  engine: Engine,
  domain: CompiledDomain,
  idOf = "'e_' || coalesce(_name_key, _record_key)",
): Promise<Readonly<Record<string, string | null>>[]> {
  const lines: Readonly<Record<string, string | null>>[] = []
  for (const entity of domain.entities) {
    await engine.run(placeSql(entity))
    await engine.run(
      `CREATE OR REPLACE TABLE membership AS SELECT _position, ${idOf} AS entity_id, 'own_record' AS linked_by, NULL::VARCHAR AS evidence,
       NULL::DOUBLE AS match_weight FROM ${recordRows(entity.id)}`,
    )
    for (const sql of memberSql(entity)) await engine.run(sql)
    await engine.run(classifySql(entity))
    const parents = entity.parents.map((parent) => `, "_parent_${parent}"`).join('')
    lines.push(
      ...(await engine.rows<Readonly<Record<string, string | null>>>(
        `SELECT entity, _record_key, row_class, entity_id, linked_by${parents} FROM ${classifiedTable(entity.id)} ORDER BY _record_key, _file, _row`,
      )),
    )
  }
  return lines
}
