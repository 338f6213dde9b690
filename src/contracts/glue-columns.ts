import type { Contract } from './contract.ts'
import { GLUE_TYPE } from './glue-types.ts'

/** A column as the AWS Glue Data Catalog names it. */
export interface GlueColumn {
  readonly Name: string
  readonly Type: string
  readonly Comment: string
  readonly Parameters: Readonly<Record<string, string>>
}

/** Glue refuses comments above this many characters. */
const MAX_COMMENT = 255

/** The contract's columns in Glue's words (`Table.StorageDescriptor.Columns`). */
export const glueColumns = (contract: Contract): GlueColumn[] =>
  contract.fields.map(({ name, type, description, pii, required, primaryKey }) => ({
    Name: name,
    Type: GLUE_TYPE[type],
    Comment: description.length > MAX_COMMENT ? `${description.slice(0, MAX_COMMENT - 1)}…` : description,
    Parameters: { pii, required: String(required), primary_key: String(primaryKey) },
  }))
