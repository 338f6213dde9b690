import type { TableMetadata, TableSnapshot } from './table-metadata.ts'
import type { EvolvedSchema } from './table-schema.ts'

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
