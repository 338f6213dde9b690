import { z } from 'zod'
import type { Contract, ContractField } from './contract.ts'

/** A JSON Schema (draft 2020-12) as plain data. */
export type JsonSchema = { [key: string]: unknown }

/** Keywords of ours in the exported schemas; checkers must be told to ignore them. */
export const ownKeywords = ['x-hotpass', 'x-type', 'x-pii', 'x-primary-key', 'x-synonyms'] as const

/**
 * The contract as JSON Schema, keys always in the same order. Columns the contract does not name are allowed.
 * Rules over several fields cannot be said in JSON Schema; `x-hotpass.rules` lists them in words.
 */
export function jsonSchemaOf(contract: Contract): JsonSchema {
  const exported = z.toJSONSchema(contract.schema, { io: 'input', target: 'draft-2020-12' })
  const properties = exported.properties ?? {}
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:hotpass:contract:${contract.id}:${contract.version}`,
    title: contract.title,
    description: contract.description,
    type: 'object',
    properties: Object.fromEntries(contract.fields.map((each) => [each.name, property(each, properties[each.name])])),
    required: contract.fields.filter((each) => each.required).map((each) => each.name),
    'x-hotpass': {
      id: contract.id,
      version: contract.version,
      kind: contract.kind,
      primaryKey: contract.fields.filter((each) => each.primaryKey).map((each) => each.name),
      rules: contract.rules.map(({ id, description, field }) => ({ id, description, field })),
    },
  }
}

function property(field: ContractField, exported: unknown): JsonSchema {
  const type = flatten(asSchema(exported))
  return {
    title: field.label,
    description: field.description,
    ...Object.fromEntries(Object.entries(type).toSorted(([left], [right]) => (left < right ? -1 : 1))),
    examples: [field.example],
    'x-type': field.type,
    'x-pii': field.pii,
    ...(field.primaryKey ? { 'x-primary-key': true } : {}),
    ...(field.synonyms.length > 0 ? { 'x-synonyms': field.synonyms } : {}),
  }
}

/** `anyOf [type, null]` as one schema of two types: shorter to read and faster to check. */
function flatten(schema: JsonSchema): JsonSchema {
  const options = Array.isArray(schema.anyOf) ? schema.anyOf.map(asSchema) : []
  const value = options.find((each) => each.type !== 'null')
  const flat = options.length === 2 && value && typeof value.type === 'string' && value.enum === undefined
  return flat ? { ...value, type: [value.type, 'null'] } : schema
}

function asSchema(value: unknown): JsonSchema {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
