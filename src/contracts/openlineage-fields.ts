import type { Contract, FieldType } from './contract.ts'

/** One entry of OpenLineage's SchemaDatasetFacet `fields`. */
export interface OpenLineageField {
  readonly name: string
  readonly type: string
  readonly description: string
  readonly ordinal_position: number
  /** Of an array: what its elements are. */
  readonly fields?: readonly { readonly name: string; readonly type: string }[]
}

/** A column's type as schema facets say it: an array names its elements `_element`, as the integrations of OpenLineage do. */
const typeOf = (type: FieldType): Pick<OpenLineageField, 'type' | 'fields'> =>
  type === 'list<string>' ? { type: 'array', fields: [{ name: '_element', type: 'string' }] } : { type }

/** The contract's columns as OpenLineage's schema facet lists them; whoever emits adds `_producer` and `_schemaURL`. */
export const openLineageFields = (contract: Contract): OpenLineageField[] =>
  contract.fields.map(({ name, type, description }, at) => ({
    name,
    ...typeOf(type),
    description,
    ordinal_position: at + 1,
  }))
