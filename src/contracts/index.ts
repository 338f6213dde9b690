export {
  type ContractChange,
  type ContractComparison,
  type ContractSide,
  compareContracts,
} from './compare-contracts.ts'
export { constraintsOf, describeConstraints, type FieldConstraints } from './constraints.ts'
export {
  type Contract,
  type ContractField,
  type FieldType,
  LAWFUL_BASES,
  type LawfulBasis,
  type PiiClass,
  type Reference,
} from './contract.ts'
export { type ContractDocument, contractDocument, describeContract } from './contract-document.ts'
export type { CrossFieldRule } from './cross-field-rule.ts'
export { ContractError, ContractNotFoundError } from './errors.ts'
export { type GlueColumn, glueColumns } from './glue-columns.ts'
export { GLUE_TYPE } from './glue-types.ts'
export { jsonSchema } from './json-schema.ts'
export { mask } from './mask.ts'
export { editDistance, nearest } from './nearest.ts'
export { type OpenLineageField, openLineageFields } from './openlineage-fields.ts'
export {
  findPersonalData,
  type PersonalDataKind,
  type PersonalDataSpan,
  replaceSpans,
} from './personal-data.ts'
export { contractById, contracts } from './registry.ts'
export { contractPromises, renderSchemaReference } from './render-schema-reference.ts'
export { compileRowCheck, type RowFailure, type RowVerdict } from './row-check.ts'
