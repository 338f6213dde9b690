import { canonicalJson } from '../storage/canonical-json.ts'
import { sha256 } from '../storage/sha256.ts'
import { ColumnTypeError } from './errors.ts'
import { columnOf, icebergField, type TableColumn, type VersionColumn } from './table-column.ts'
import type { TableField, TableMetadata, TableSchema } from './table-metadata.ts'

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

/** The columns of the current schema. */
export const currentColumns = (metadata: TableMetadata): VersionColumn[] => currentSchema(metadata).fields.map(columnOf)

/** sha256 over field ids, names and types, in order. */
export function schemaHash(fields: readonly TableField[]): string {
  return sha256(canonicalJson(fields.map(({ id, name, type }) => ({ id, name, type }))))
}

export interface EvolvedSchema {
  readonly schema: TableSchema
  readonly schemas: readonly TableSchema[]
  readonly lastColumnId: number
}

export interface SchemaRequest {
  readonly dataset: string
  readonly columns: readonly TableColumn[]
  readonly primaryKey: readonly string[]
  /** Whether data files of earlier versions stay live beside the new ones. */
  readonly mode: 'overwrite' | 'append'
  /** Whether the contract's major version rose, which is the leave to change a column's type. */
  readonly majorRose: boolean
}

/**
 * The table's schema with the contract's columns, in the contract's order. A name keeps its field id as long as it keeps its type, also
 * when it went and comes back; a new name, or a name whose type changed, takes the next id, and the old one stays in the older schemas
 * that older snapshots name. A column is required where the contract says so and no live file of an earlier version can hold a null in it.
 * @throws ColumnTypeError when a column of the current schema has another type and nothing allows it to change.
 */
export function evolveSchema(metadata: TableMetadata | undefined, request: SchemaRequest): EvolvedSchema {
  const { dataset, mode, primaryKey } = request
  const known = metadata?.schemas ?? []
  const current = metadata ? currentColumns(metadata) : []
  const past = [...known].reverse().flatMap((schema) => schema.fields.map(columnOf))
  const replaces = mode === 'overwrite'
  let lastColumnId = metadata?.['last-column-id'] ?? 0
  const fields = request.columns.map((column): TableField => {
    const { name, type } = column
    const now = current.find((field) => field.name === name)
    if (now && now.type !== type && !(replaces && request.majorRose))
      throw new ColumnTypeError(dataset, name, now.type, type)
    const before = now?.type === type ? now : past.find((field) => field.name === name && field.type === type)
    const required = column.required && (metadata === undefined || replaces || now?.required === true)
    const id = before?.id ?? ++lastColumnId
    const elementId = type === 'list<string>' ? (before?.elementId ?? ++lastColumnId) : null
    return icebergField({ ...column, required, id, elementId })
  })
  const wanted = { fields, ...identifiers(fields, primaryKey) }
  const same = known.find(
    (schema) =>
      canonicalJson({ fields: schema.fields, 'identifier-field-ids': schema['identifier-field-ids'] }) ===
      canonicalJson(wanted),
  )
  if (same) return { schema: same, schemas: known, lastColumnId }
  const schema: TableSchema = {
    type: 'struct',
    'schema-id': 1 + Math.max(-1, ...known.map((s) => s['schema-id'])),
    ...wanted,
  }
  return { schema, schemas: [...known, schema], lastColumnId }
}

/** Iceberg knows a key only of columns that are never null, and of no floating point numbers or lists. */
function identifiers(
  fields: readonly TableField[],
  primaryKey: readonly string[],
): Pick<TableSchema, 'identifier-field-ids'> {
  const found = primaryKey.map((name) => fields.find((field) => field.name === name))
  const ids = found.flatMap((field) =>
    field?.required === true && typeof field.type === 'string' && field.type !== 'double' ? [field.id] : [],
  )
  return ids.length === primaryKey.length && ids.length > 0 ? { 'identifier-field-ids': ids } : {}
}
