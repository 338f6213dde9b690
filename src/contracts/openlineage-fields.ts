import type { Contract } from './contract.ts'

/** One entry of OpenLineage's SchemaDatasetFacet `fields`. */
export interface OpenLineageField {
  readonly name: string
  readonly type: string
  readonly description: string
  readonly ordinal_position: number
}

/** The contract's columns as OpenLineage's schema facet lists them; whoever emits adds `_producer` and `_schemaURL`. */
export const openLineageFields = (contract: Contract): OpenLineageField[] =>
  contract.fields.map(({ name, type, description }, at) => ({ name, type, description, ordinal_position: at + 1 }))
