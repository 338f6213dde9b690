import { z } from 'zod'
import { type AvroSchema, type AvroValue, readAvro, writeAvro } from './avro-container.ts'
import { parseDocument } from './parse-document.ts'
import { type TableSchema, tableSchema } from './table-metadata.ts'

const member = (id: number, name: string, type: AvroSchema) => ({ name, type, 'field-id': id })
const optional = (id: number, name: string, type: AvroSchema) =>
  ({ name, type: ['null', type], default: null, 'field-id': id }) as const
const idMap = (key: number, value: number, type: AvroSchema): AvroSchema => ({
  type: 'array',
  logicalType: 'map',
  items: {
    type: 'record',
    name: `k${key}_v${value}`,
    fields: [member(key, 'key', 'int'), member(value, 'value', type)],
  },
})

// Field ids and names are fixed by the Iceberg specification, "Manifests" and "Snapshots".
const entrySchema: AvroSchema = {
  type: 'record',
  name: 'manifest_entry',
  fields: [
    member(0, 'status', 'int'),
    optional(1, 'snapshot_id', 'long'),
    optional(3, 'sequence_number', 'long'),
    optional(4, 'file_sequence_number', 'long'),
    member(2, 'data_file', {
      type: 'record',
      name: 'r2',
      fields: [
        member(134, 'content', 'int'),
        member(100, 'file_path', 'string'),
        member(101, 'file_format', 'string'),
        member(102, 'partition', { type: 'record', name: 'r102', fields: [] }),
        member(103, 'record_count', 'long'),
        member(104, 'file_size_in_bytes', 'long'),
        optional(108, 'column_sizes', idMap(117, 118, 'long')),
        optional(109, 'value_counts', idMap(119, 120, 'long')),
        optional(110, 'null_value_counts', idMap(121, 122, 'long')),
        optional(137, 'nan_value_counts', idMap(138, 139, 'long')),
        optional(125, 'lower_bounds', idMap(126, 127, 'bytes')),
        optional(128, 'upper_bounds', idMap(129, 130, 'bytes')),
        optional(140, 'sort_order_id', 'int'),
      ],
    }),
  ],
}
const listSchema: AvroSchema = {
  type: 'record',
  name: 'manifest_file',
  fields: [
    member(500, 'manifest_path', 'string'),
    member(501, 'manifest_length', 'long'),
    member(502, 'partition_spec_id', 'int'),
    member(517, 'content', 'int'),
    member(515, 'sequence_number', 'long'),
    member(516, 'min_sequence_number', 'long'),
    member(503, 'added_snapshot_id', 'long'),
    member(504, 'added_files_count', 'int'),
    member(505, 'existing_files_count', 'int'),
    member(506, 'deleted_files_count', 'int'),
    member(512, 'added_rows_count', 'long'),
    member(513, 'existing_rows_count', 'long'),
    member(514, 'deleted_rows_count', 'long'),
  ],
}

const counts = z.array(z.object({ key: z.int(), value: z.int() })).nullable()
const bounds = z
  .array(z.object({ key: z.int(), value: z.custom<Uint8Array>((value) => value instanceof Uint8Array) }))
  .nullable()
const entry = z.object({
  /** 0 existing, 1 added, 2 deleted. */
  status: z.literal([0, 1, 2]),
  snapshot_id: z.int().nullable(),
  sequence_number: z.int().nullable(),
  file_sequence_number: z.int().nullable(),
  data_file: z.object({
    content: z.literal(0),
    file_path: z.string(),
    file_format: z.literal('PARQUET'),
    partition: z.record(z.string(), z.never()),
    record_count: z.int(),
    file_size_in_bytes: z.int(),
    /** Manifests of before sizes were told have none; a map without entries says the same, and no reader stumbles over it. */
    column_sizes: counts.default([]),
    value_counts: counts,
    null_value_counts: counts,
    nan_value_counts: counts.default([]),
    lower_bounds: bounds,
    upper_bounds: bounds,
    sort_order_id: z.int().nullable().default(null),
  }),
})
const listed = z.object({
  manifest_path: z.string(),
  manifest_length: z.int(),
  partition_spec_id: z.literal(0),
  content: z.literal(0),
  sequence_number: z.int(),
  min_sequence_number: z.int(),
  added_snapshot_id: z.int(),
  added_files_count: z.int(),
  existing_files_count: z.int(),
  deleted_files_count: z.int(),
  added_rows_count: z.int(),
  existing_rows_count: z.int(),
  deleted_rows_count: z.int(),
})
export type ManifestEntry = z.infer<typeof entry>
export type ListedManifest = z.infer<typeof listed>

/** An Iceberg manifest: which data files a snapshot added, kept or deleted. */
export function encodeManifest(schema: TableSchema, entries: readonly ManifestEntry[]): Uint8Array {
  const properties = {
    schema: JSON.stringify(schema),
    'schema-id': String(schema['schema-id']),
    'partition-spec': '[]',
    'partition-spec-id': '0',
    'format-version': '2',
    content: 'data',
  }
  return writeAvro(entrySchema, properties, entries as readonly AvroValue[])
}

/** An Iceberg manifest list: the manifests of one snapshot. */
export function encodeManifestList(
  version: number,
  parent: number | undefined,
  manifests: readonly ListedManifest[],
): Uint8Array {
  const properties = {
    'snapshot-id': String(version),
    'parent-snapshot-id': parent === undefined ? 'null' : String(parent),
    'sequence-number': String(version),
    'format-version': '2',
  }
  return writeAvro(listSchema, properties, manifests)
}

/** @throws VersionDamagedError naming `where`. */
export function decodeManifest(bytes: Uint8Array, where: string): ManifestEntry[] {
  return readAvro(bytes, where).rows.map((row) => entry.parse(row))
}

/** The schema that a manifest says its data files were written with. @throws VersionDamagedError naming `where`. */
export function manifestSchema(bytes: Uint8Array, where: string): TableSchema {
  const { schema } = readAvro(bytes, where).properties
  return parseDocument(tableSchema, Buffer.from(schema ?? ''), where)
}

/** @throws VersionDamagedError naming `where`. */
export function decodeManifestList(bytes: Uint8Array, where: string): ListedManifest[] {
  return readAvro(bytes, where).rows.map((row) => listed.parse(row))
}
