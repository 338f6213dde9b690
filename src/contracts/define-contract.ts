import { z } from 'zod'
import type { Contract, ContractField, FieldType, PiiClass } from './contract.ts'

export interface FieldDefinition {
  readonly description: string
  readonly example: string | number | boolean
  readonly label?: string
  readonly synonyms?: readonly string[]
  readonly type?: FieldType
  readonly required?: boolean
  readonly pii?: PiiClass
  readonly primaryKey?: boolean
  /** The values allowed, beyond the type. Defaults to any value of the type. */
  readonly values?: z.ZodType
}

const VALUES: Readonly<Record<FieldType, () => z.ZodType>> = {
  string: () => z.string().min(1),
  long: () => z.int(),
  double: () => z.number(),
  boolean: () => z.boolean(),
}

/** Makes a contract from its fields, in column order. */
export function defineContract(definition: {
  readonly id: string
  readonly version: string
  readonly title: string
  readonly description: string
  readonly kind: Contract['kind']
  readonly fields: Readonly<Record<string, FieldDefinition>>
}): Contract {
  const fields: ContractField[] = []
  const shape: Record<string, z.ZodType> = {}
  for (const [name, field] of Object.entries(definition.fields)) {
    const type = field.type ?? 'string'
    const required = field.required ?? false
    fields.push({
      name,
      label: field.label ?? name,
      synonyms: field.synonyms ?? [],
      type,
      required,
      pii: field.pii ?? 'none',
      primaryKey: field.primaryKey ?? false,
      description: field.description,
      example: field.example,
    })
    const values = field.values ?? VALUES[type]()
    shape[name] = (required ? values : values.nullable().optional()).meta({
      title: field.label ?? name,
      description: field.description,
      examples: [field.example],
      'x-pii': field.pii ?? 'none',
      'x-primary-key': field.primaryKey ?? false,
    })
  }
  const { id, version, title, description, kind } = definition
  return { id, version, title, description, kind, fields, schema: z.looseObject(shape) }
}

/** A number or code that a source system gave: letters, digits, dot, dash, underscore. */
export const identifierValues = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/)
  .max(64)
