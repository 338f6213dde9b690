import type { ColumnType } from '../engine/engine.ts'
import { canonicalJson } from '../storage/canonical-json.ts'
import { sha256 } from '../storage/sha256.ts'
import { ColumnTypeError } from './errors.ts'
import type { TableField, TableMetadata, TableSchema } from './table-metadata.ts'

/** A column as the contract gives it. */
export interface TableColumn {
  readonly name: string
  readonly type: ColumnType
  readonly doc: string
  /** The contract's promise. Iceberg's own flag stays false, so that a later version may loosen it. */
  readonly required: boolean
}

/** The schema that a metadata file declares current. */
export function currentSchema(metadata: TableMetadata): TableSchema {
  return (
    metadata.schemas.find((schema) => schema['schema-id'] === metadata['current-schema-id']) ?? {
      'schema-id': 0,
      type: 'struct',
      fields: [],
    }
  )
}

/** sha256 over field ids, names and types, in order. */
export function schemaHash(fields: readonly TableField[]): string {
  return sha256(canonicalJson(fields.map(({ id, name, type }) => ({ id, name, type }))))
}

export interface EvolvedSchema {
  readonly schema: TableSchema
  readonly schemas: readonly TableSchema[]
  readonly lastColumnId: number
}

/**
 * The table's schema with the contract's columns, in the contract's order. A name keeps its field id for ever, also when it
 * went and comes back with the same type; a new name takes the next id.
 * @throws ColumnTypeError when a column of the current schema has another type.
 */
export function evolveSchema(
  dataset: string,
  metadata: TableMetadata | undefined,
  columns: readonly TableColumn[],
): EvolvedSchema {
  const known = metadata?.schemas ?? []
  const current = metadata ? currentSchema(metadata).fields : []
  const past = [...known].reverse().flatMap((schema) => schema.fields)
  let lastColumnId = metadata?.['last-column-id'] ?? 0
  const fields = columns.map(({ name, type, doc }): TableField => {
    const now = current.find((field) => field.name === name)
    if (now && now.type !== type) throw new ColumnTypeError(dataset, name, now.type, type)
    const before = now ?? past.find((field) => field.name === name && field.type === type)
    if (!before) lastColumnId++
    return { id: before?.id ?? lastColumnId, name, required: false, type, ...(doc ? { doc } : {}) }
  })
  const same = known.find((schema) => canonicalJson(schema.fields) === canonicalJson(fields))
  if (same) return { schema: same, schemas: known, lastColumnId }
  const schema: TableSchema = {
    type: 'struct',
    'schema-id': 1 + Math.max(-1, ...known.map((s) => s['schema-id'])),
    fields,
  }
  return { schema, schemas: [...known, schema], lastColumnId }
}
