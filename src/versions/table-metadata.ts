import { z } from 'zod'
import type { EvolvedSchema } from './table-schema.ts'

const field = z.looseObject({
  id: z.int().positive(),
  name: z.string(),
  required: z.boolean(),
  type: z.enum(['string', 'long', 'double', 'boolean']),
  doc: z.string().optional(),
})
const schema = z.looseObject({ type: z.literal('struct'), 'schema-id': z.int(), fields: z.array(field).readonly() })
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

const metadataLogLength = 100

export interface NextMetadata {
  readonly previous: { readonly metadata: TableMetadata; readonly uri: string } | undefined
  readonly uuid: string
  readonly location: string
  readonly evolved: EvolvedSchema
  readonly snapshot: TableSnapshot
  readonly tag: string | undefined
  readonly keepSnapshots: number
}

/** The snapshot a metadata file stands for. */
export function currentSnapshot(metadata: TableMetadata): TableSnapshot | undefined {
  return metadata.snapshots.find((item) => item['snapshot-id'] === metadata['current-snapshot-id'])
}

/** The metadata that follows `previous` by exactly one snapshot; older snapshots than the last K leave, unless a tag holds them. */
export function nextMetadata(next: NextMetadata): TableMetadata {
  const { previous, evolved, snapshot: added, tag } = next
  const before = previous?.metadata
  const version = added['snapshot-id']
  const refs: TableMetadata['refs'] = {
    ...before?.refs,
    ...(tag ? { [tag]: { 'snapshot-id': version, type: 'tag' } } : {}),
    main: { 'snapshot-id': version, type: 'branch' },
  }
  const pinned = new Set(Object.values(refs).map((item) => item['snapshot-id']))
  const snapshots = [...(before?.snapshots ?? []), added].filter(
    (item, index, all) => index >= all.length - next.keepSnapshots || pinned.has(item['snapshot-id']),
  )
  const kept = new Set(snapshots.map((item) => item['snapshot-id']))
  const log = previous
    ? [
        ...previous.metadata['metadata-log'],
        { 'timestamp-ms': previous.metadata['last-updated-ms'], 'metadata-file': previous.uri },
      ]
    : []
  return {
    'format-version': 2,
    'table-uuid': before?.['table-uuid'] ?? next.uuid,
    location: next.location,
    'last-sequence-number': version,
    'last-updated-ms': added['timestamp-ms'],
    'last-column-id': evolved.lastColumnId,
    'current-schema-id': evolved.schema['schema-id'],
    schemas: evolved.schemas,
    'default-spec-id': 0,
    'partition-specs': [{ 'spec-id': 0, fields: [] }],
    'last-partition-id': 999,
    'default-sort-order-id': 0,
    'sort-orders': [{ 'order-id': 0, fields: [] }],
    properties: {},
    'current-snapshot-id': version,
    refs,
    snapshots,
    'snapshot-log': [
      ...(before?.['snapshot-log'] ?? []).filter((item) => kept.has(item['snapshot-id'])),
      { 'timestamp-ms': added['timestamp-ms'], 'snapshot-id': version },
    ],
    'metadata-log': log.slice(-metadataLogLength),
  }
}
