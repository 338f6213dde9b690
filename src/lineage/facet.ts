import { PRODUCER } from './producer.ts'

/** What every facet carries besides its own fields. */
export interface Facet {
  readonly _producer: string
  readonly _schemaURL: string
}

/** The facets this client writes, each with the version of its published schema (the newest when this was written). */
const schemas = {
  ParentRunFacet: '1-2-0',
  NominalTimeRunFacet: '1-0-1',
  ErrorMessageRunFacet: '1-0-1',
  ProcessingEngineRunFacet: '1-1-1',
  JobTypeJobFacet: '2-0-4',
  SchemaDatasetFacet: '1-2-0',
  DatasourceDatasetFacet: '1-0-1',
  DatasetVersionDatasetFacet: '1-0-1',
  ColumnLineageDatasetFacet: '1-2-0',
  InputStatisticsInputDatasetFacet: '1-0-0',
  OutputStatisticsOutputDatasetFacet: '1-0-2',
} as const

export type FacetName = keyof typeof schemas

/** Stamps a facet's fields with its producer and the address of its schema. */
export function facet<T extends object>(name: FacetName, fields: T): Facet & T {
  return {
    _producer: PRODUCER,
    _schemaURL: `https://openlineage.io/spec/facets/${schemas[name]}/${name}.json#/$defs/${name}`,
    ...fields,
  }
}
