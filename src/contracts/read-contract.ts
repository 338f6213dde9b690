import { constraintValues } from './constraint-values.ts'
import type { Contract } from './contract.ts'
import { defineContract, type FieldDefinition } from './define-contract.ts'
import { importContract } from './import-contract.ts'

export interface ReadContract {
  readonly contract: Contract
  /** What the document says that has no place in a contract of ours, as sentences: nothing of it is dropped in silence. */
  readonly notes: readonly string[]
}

/**
 * The contract that an Open Data Contract Standard 3.x document, or a JSON Schema, states: read as it is, not written over.
 * @param shown how messages name the file.
 * @throws ContractError when it is neither, describes no columns, or contradicts itself
 */
export function readContract(text: string, shown: string): ReadContract {
  const { notes, fields, ...said } = importContract(text, shown)
  const definitions = fields.map(({ name, constraints, type, ...field }): [string, FieldDefinition] => {
    const values = constraintValues(type, constraints)
    return [name, { ...field, type, ...(values === undefined ? {} : { values }) }]
  })
  return { contract: defineContract({ ...said, fields: Object.fromEntries(definitions) }), notes }
}
