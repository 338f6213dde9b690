import type { CompiledDomain, Entity } from '../../domain/index.ts'
import { type EvidenceColumn, evidenceColumns, KNOWN_BY } from '../../resolve/entities/evidence-columns.ts'
import {
  aggregated,
  type ColumnSource,
  type ColumnSources,
  columnsOf,
  type DatasetColumns,
  identity,
  influences,
  masked,
  SourceList,
  transformed,
} from './column-source.ts'
import type { ComparedColumns } from './compared-columns.ts'
import { firstOfKey, toldApart } from './repeated-keys.ts'

const of = (entity: string) => columnsOf(`work/refine/${entity}`)

/** `work/block/<entity>`: what linkage compares, as `entityRecordSql` makes it. */
export function recordColumns(
  domain: CompiledDomain,
  entity: Entity,
  { derived }: Pick<ComparedColumns, 'derived'>,
): DatasetColumns {
  const list = new SourceList()
  for (const name of KNOWN_BY) list.add(name, of(entity.id)(identity(), name))
  for (const name of ['_record_key', '_record_id'] as const) list.add(name, toldApart(of(entity.id), name))
  for (const column of evidenceColumns(domain, entity))
    list.add(column.name, column.entity === entity.id ? ownSources(entity, column) : broughtSources(entity, column))
  const made = list.made().columns
  for (const [name, bases] of derived)
    list.add(
      name,
      bases.flatMap((base) => (made[base] ?? []).map(asDerived)),
    )
  list.addRows([...of(entity.id)(influences('FILTER', 'rows that are records'), '_role'), ...firstOfKey(of(entity.id))])
  return list.made()
}

const asDerived = (source: ColumnSource): ColumnSource =>
  source.how.type === 'DIRECT' ? { ...source, how: transformed('derived by the linkage settings') } : source

/** What the record's own row says; of values that few share those alone that are nobody else's. */
function ownSources(entity: Entity, { column, isFew }: EvidenceColumn): ColumnSource[] {
  const own = of(entity.id)
  const isPartOf = entity.ties.includes(entity.id)
  return [
    ...own(isFew ? aggregated('its own values') : identity(), column),
    ...(isFew ? own(CHOSEN, '_name_key', '_is_invalid') : []),
    ...(isPartOf ? own(PARTS, '_key', `_${entity.id}_key`, '_source') : []),
  ]
}

/** Values under too many names are left out, and so are those of rows marked as wrong. */
const CHOSEN = influences('FILTER', 'values of a switchboard, and of rows marked as wrong, are left out')
const PARTS = influences('JOIN', 'rows that are part of the record')

/** What belongs to the record lends it its values: by the record's key in the same source, or from the same row. */
function broughtSources(entity: Entity, { entity: child, column, isFew }: EvidenceColumn): ColumnSource[] {
  const [own, brought] = [of(entity.id), of(child)]
  const tied = influences('JOIN', 'rows that belong to the record')
  const place = ['_file', '_sheet', '_row'] as const
  return [
    ...brought(aggregated('distinct values of what belongs to it'), column),
    ...brought(tied, `_${entity.id}_key`, '_source', ...place),
    ...own(tied, '_key', '_source', ...place),
    ...brought(influences('FILTER', 'records that are not marked as wrong'), '_role', '_is_invalid'),
    ...firstOfKey(brought),
    ...(isFew ? own(CHOSEN, '_name_key') : []),
  ]
}

/** `work/score/<entity>`: which records share a block, and how far they agree. */
export const pairColumns = (entity: string, { blocked, compared, idColumn }: ComparedColumns): DatasetColumns => {
  const record = columnsOf(`work/block/${entity}`)
  const place = record(masked(transformed('its place among the records')), idColumn)
  return {
    columns: {
      a: place,
      b: place,
      rules: record(masked(transformed('the blocking rules that two records fulfil')), ...blocked),
      pattern: record(masked(transformed('how far two records agree')), ...compared),
    } satisfies ColumnSources,
    rows: [
      ...record(influences('JOIN', 'records that share a block'), ...blocked),
      // A comparison may ask another thing of the left record than of the right one.
      ...record(influences('SORT', 'which of two records is the left one'), idColumn),
    ],
  }
}
