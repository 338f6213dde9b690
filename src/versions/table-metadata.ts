import { z } from 'zod'

const listOfText = z.looseObject({
  type: z.literal('list'),
  'element-id': z.int().positive(),
  'element-required': z.boolean(),
  element: z.literal('string'),
})
const field = z.looseObject({
  id: z.int().positive(),
  name: z.string(),
  required: z.boolean(),
  type: z.union([z.enum(['string', 'long', 'double', 'boolean', 'date', 'timestamptz']), listOfText]),
  doc: z.string().optional(),
})
const schema = z.looseObject({
  type: z.literal('struct'),
  'schema-id': z.int(),
  /** Absent in tables of before keys were told. */
  'identifier-field-ids': z.array(z.int()).readonly().optional(),
  fields: z.array(field).readonly(),
})
const snapshot = z.looseObject({
  'snapshot-id': z.int().positive(),
  'parent-snapshot-id': z.int().optional(),
  'sequence-number': z.int().positive(),
  'timestamp-ms': z.int(),
  'manifest-list': z.string(),
  'schema-id': z.int(),
  summary: z.record(z.string(), z.string()),
})
const reference = z.looseObject({ 'snapshot-id': z.int(), type: z.enum(['branch', 'tag']) })

/** A schema as it stands in metadata and in manifests. */
export const tableSchema = schema

/** The part of Iceberg's v2 table metadata that we write, and so can read. */
export const tableMetadata = z.looseObject({
  'format-version': z.literal(2),
  'table-uuid': z.string(),
  location: z.string(),
  'last-sequence-number': z.int(),
  'last-updated-ms': z.int(),
  'last-column-id': z.int(),
  'current-schema-id': z.int(),
  schemas: z.array(schema).readonly(),
  'current-snapshot-id': z.int(),
  refs: z.record(z.string(), reference),
  snapshots: z.array(snapshot).readonly(),
  'snapshot-log': z.array(z.looseObject({ 'timestamp-ms': z.int(), 'snapshot-id': z.int() })),
  'metadata-log': z.array(z.looseObject({ 'timestamp-ms': z.int(), 'metadata-file': z.string() })),
})
export type TableMetadata = z.infer<typeof tableMetadata>
export type TableSchema = z.infer<typeof schema>
export type TableField = z.infer<typeof field>
export type TableSnapshot = z.infer<typeof snapshot>

/** The snapshot a metadata file stands for. */
export function currentSnapshot(metadata: TableMetadata): TableSnapshot | undefined {
  return metadata.snapshots.find((item) => item['snapshot-id'] === metadata['current-snapshot-id'])
}
