import { readFileSync } from 'node:fs'
import type { Engine } from '../engine/engine.ts'
import { sqlName } from '../engine/sql.ts'
import { UsageError } from './errors.ts'
import { readAnyFile } from './read-any-file.ts'

const ENTITY_NAMES = [
  'entity',
  'entity_id',
  'true_entity',
  'truth',
  'cluster',
  'cluster_id',
  'person',
  'person_id',
  'label',
]

/** What a file says of who is one entity. */
export interface TruthOfRows {
  /** One code a row, −1 for rows that the file does not know. */
  readonly truth: Int32Array
  /** Rows that it knows. */
  readonly known: number
  /** Its rows without an id or an entity. */
  readonly blank: number
  /** Its rows that are none of the data. */
  readonly gone: number
}

/**
 * Reads who is one entity in truth: a file with the row's id in the first of `keyColumns` that it has and the entity in a column called entity, entity_id,
 * cluster or the like, or in its only other column.
 * @throws UsageError
 */
export async function readTruth(
  engine: Engine,
  path: string,
  keyColumns: readonly string[],
  rowIds: readonly string[],
): Promise<TruthOfRows> {
  try {
    readFileSync(path, { flag: 'r' }).subarray(0, 0)
  } catch {
    throw new UsageError(`The truth file ${path} cannot be read. Give the path of a CSV, Parquet, JSONL or XLSX file.`)
  }
  await readAnyFile(engine, path, 'truth')
  const names = (await engine.rows<{ column_name: string }>('DESCRIBE truth')).map(({ column_name }) => column_name)
  const key = keyColumns.flatMap((wanted) => names.filter((name) => name.toLowerCase() === wanted.toLowerCase()))[0]
  if (key === undefined)
    throw new UsageError(`The truth file has no column "${keyColumns[0]}" (--truth-key). It has: ${names.join(', ')}.`)
  const others = names.filter((name) => name !== key)
  const named = ENTITY_NAMES.flatMap((wanted) => others.filter((name) => name.toLowerCase() === wanted))
  const entity = named[0] ?? (others.length === 1 ? others[0] : undefined)
  if (entity === undefined)
    throw new UsageError(
      `It is unclear which column of the truth file names the entity. Call it "entity". The file has: ${names.join(', ')}.`,
    )
  const codes = new Map<string, number>()
  const byRow = new Map<string, number>()
  let blank = 0
  for await (const { columns } of engine.columns(
    `SELECT CAST(${sqlName(key)} AS VARCHAR), CAST(${sqlName(entity)} AS VARCHAR) FROM truth`,
  )) {
    const [keys, entities] = columns as [(string | null)[], (string | null)[]]
    for (const [at, row] of keys.entries()) {
      const name = entities[at]
      if (row === null || name === null || name === undefined || row.trim() === '' || name.trim() === '') {
        blank++
        continue
      }
      let code = codes.get(name)
      if (code === undefined) {
        code = codes.size
        codes.set(name, code)
      }
      const before = byRow.get(row)
      if (before !== undefined && before !== code)
        throw new UsageError(
          `The truth file says of row "${row}" that it is of two entities. Leave one row of it, or join the two entities.`,
        )
      byRow.set(row, code)
    }
  }
  const truth = Int32Array.from(rowIds, (id) => byRow.get(id) ?? -1)
  const known = truth.reduce((sum, code) => sum + (code >= 0 ? 1 : 0), 0)
  if (known === 0 && rowIds.length > 0)
    throw new UsageError(
      `No row id of the data stands in column "${key}" of the truth file. Check --truth-key and unique_id_column_name.`,
    )
  await engine.run('DROP TABLE truth')
  const there = new Set(rowIds)
  const gone = [...byRow.keys()].filter((row) => !there.has(row)).length
  return { truth, known, blank, gone }
}
