import { type Facet, facet } from './facet.ts'

export interface SchemaField {
  readonly name: string
  readonly type: string
  readonly description?: string
}
export interface SchemaFacet extends Facet {
  readonly fields: readonly (SchemaField & { readonly ordinal_position: number })[]
}
export interface DataSourceFacet extends Facet {
  readonly name: string
  readonly uri: string
}
export interface VersionFacet extends Facet {
  readonly datasetVersion: string
}
export interface InputField {
  readonly namespace: string
  readonly name: string
  readonly field: string
  readonly transformations?: readonly Transformation[]
}
export interface Transformation {
  readonly type: 'DIRECT' | 'INDIRECT'
  readonly subtype?: string
  readonly description?: string
  readonly masking?: boolean
}
export interface ColumnLineageFacet extends Facet {
  readonly fields: Readonly<Record<string, { readonly inputFields: readonly InputField[] }>>
}
export interface StatisticsFacet extends Facet {
  readonly rowCount?: number
  readonly size?: number
  readonly fileCount?: number
}
/** Rows, bytes, files; what is unknown is left out. */
export interface Statistics {
  readonly rowCount?: number
  readonly size?: number
  readonly fileCount?: number
}

export interface DatasetFacets {
  readonly schema?: SchemaFacet
  readonly dataSource?: DataSourceFacet
  readonly version?: VersionFacet
  readonly columnLineage?: ColumnLineageFacet
}

/** The columns of a dataset, in their order. */
export const schemaFacet = (fields: readonly SchemaField[]): SchemaFacet =>
  facet('SchemaDatasetFacet', { fields: fields.map((field, at) => ({ ...field, ordinal_position: at + 1 })) })

/** Where a dataset lives. `uri` is absolute (`s3://…`, `file:///…`). */
export const dataSourceFacet = (name: string, uri: string): DataSourceFacet =>
  facet('DatasourceDatasetFacet', { name, uri })

/** Which version of the dataset this event speaks of: a table's version number, an object's sha256. */
export const versionFacet = (datasetVersion: string): VersionFacet =>
  facet('DatasetVersionDatasetFacet', { datasetVersion })

/** Output column → the input columns it is computed from. */
export const columnLineageFacet = (fields: Readonly<Record<string, readonly InputField[]>>): ColumnLineageFacet =>
  facet('ColumnLineageDatasetFacet', {
    fields: Object.fromEntries(Object.entries(fields).map(([column, inputFields]) => [column, { inputFields }])),
  })

/** What was read of an input. */
export const inputStatisticsFacet = (statistics: Statistics): StatisticsFacet =>
  facet('InputStatisticsInputDatasetFacet', { ...statistics })

/** What was written of an output. */
export const outputStatisticsFacet = (statistics: Statistics): StatisticsFacet =>
  facet('OutputStatisticsOutputDatasetFacet', { ...statistics })
