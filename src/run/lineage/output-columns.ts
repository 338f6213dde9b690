import { datasetReference } from '../../lineage/dataset-reference.ts'
import { columnLineageFacet } from '../../lineage/facets/column-lineage-facet.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import type { ColumnSource, ColumnSources, DatasetColumns } from './column-source.ts'
import type { ComparedColumns } from './compared-columns.ts'

export function outputColumns(
  _name: string,
  _contracts: readonly string[],
  _fields: ReadonlyMap<string, ColumnSources>,
  _compared: ComparedColumns | undefined,
): DatasetColumns {
  return { columns: {}, rows: [] }
}

/**
 * The facet for an output, or undefined where nothing is known of its columns.
 * @param placed the name of a dataset in the store: column rules say `datasets/<dataset>`, whosever it is
 */
export function columnFacet(
  store: ObjectStore,
  placed: (name: string) => string,
  { columns, rows }: DatasetColumns,
): ReturnType<typeof columnLineageFacet> | undefined {
  const place = ({ dataset, field, how }: ColumnSource) => ({
    ...datasetReference(store.uri(placed(dataset))),
    field,
    transformations: [how],
  })
  const fields = Object.entries(columns)
    .filter(([, sources]) => sources.length > 0)
    .map(([column, sources]) => [column, { inputFields: sources.map(place) }] as const)
  if (fields.length === 0) return undefined
  return columnLineageFacet({
    fields: Object.fromEntries(fields),
    ...(rows.length === 0 ? {} : { dataset: rows.map(place) }),
  })
}
