import type { ColumnType } from '../engine/column-types.ts'
import type { FieldId } from '../engine/engine.ts'
import type { TableField } from './table-metadata.ts'

/** A column as the contract gives it. */
export interface TableColumn {
  readonly name: string
  readonly type: ColumnType
  readonly doc: string
  /** Never null. */
  readonly required: boolean
}

/** A column of a published version. */
export interface VersionColumn extends TableColumn {
  readonly id: number
  /** Of a list: the id of its elements, by which statistics and Parquet know them. */
  readonly elementId: number | null
}

/** Iceberg's field of a column. @param elementId of a list; elements are never null */
export const icebergField = ({ name, type, doc, required, id, elementId }: VersionColumn): TableField => ({
  id,
  name,
  required,
  type:
    type === 'list<string>'
      ? { type: 'list', 'element-id': elementId ?? 0, 'element-required': true, element: 'string' }
      : type,
  ...(doc === '' ? {} : { doc }),
})

/** The column that a field of a table's schema stands for. */
export const columnOf = ({ id, name, type, doc, required }: TableField): VersionColumn => ({
  id,
  elementId: typeof type === 'string' ? null : type['element-id'],
  name,
  type: typeof type === 'string' ? type : 'list<string>',
  doc: doc ?? '',
  required,
})

/** The id by which a column's values are known: of a list that of its elements. */
export const leafId = ({ id, elementId }: Pick<VersionColumn, 'id' | 'elementId'>): number => elementId ?? id

/** The ids that a data file's columns carry. */
export const fieldIdsOf = (columns: readonly VersionColumn[]): ReadonlyMap<string, FieldId> =>
  new Map(columns.map(({ name, id, elementId }) => [name, elementId === null ? id : { id, element: elementId }]))
