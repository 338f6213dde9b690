import { z } from 'zod'
import type { ColumnType, Contract, ContractField, RowRule } from './contract.ts'
import { ContractDefinitionError } from './errors.ts'
import { fieldMeta } from './field.ts'

interface Definition<S extends z.ZodRawShape> {
  readonly id: string
  readonly version: string
  readonly title: string
  readonly description: string
  readonly kind: 'source' | 'published'
  readonly fields: S
  readonly rules?: readonly RowRule[]
}

/**
 * Builds a contract from described zod fields, in column order.
 * Throws `ContractDefinitionError` for a field without metadata, a type no column can hold, or no primary key.
 */
export function defineContract<S extends z.ZodRawShape>(
  definition: Definition<S>,
): Contract & { readonly schema: z.ZodObject<S> } {
  const { fields: shape, rules = [], ...head } = definition
  const fields = Object.entries(shape).map(([name, schema]) => contractField(head.id, name, schema as z.ZodType))
  if (!fields.some((each) => each.primaryKey))
    throw new ContractDefinitionError(
      head.id,
      undefined,
      'has no primary key',
      'Mark at least one field with primaryKey: true.',
    )
  return { ...head, schema: z.object(shape), fields, rules }
}

function contractField(contract: string, name: string, schema: z.ZodType): ContractField {
  const meta = fieldMeta(schema)
  if (!meta)
    throw new ContractDefinitionError(
      contract,
      name,
      'has no metadata',
      'Wrap its type in field(type, { description, example, pii }).',
    )
  const type = columnType(schema)
  if (!type)
    throw new ContractDefinitionError(
      contract,
      name,
      'has a type no column can hold',
      'Use text, a whole number, a number or a boolean.',
    )
  return {
    name,
    label: meta.label ?? name,
    synonyms: meta.synonyms ?? [],
    type,
    required: !schema.safeParse(null).success,
    pii: meta.pii,
    primaryKey: meta.primaryKey ?? false,
    description: meta.description,
    example: meta.example,
  }
}

function columnType(schema: z.ZodType): ColumnType | undefined {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return columnType(schema.unwrap() as z.ZodType)
  if (schema instanceof z.ZodString || schema instanceof z.ZodEnum) return 'string'
  if (schema instanceof z.ZodBoolean) return 'boolean'
  if (schema instanceof z.ZodNumberFormat) return 'long'
  if (schema instanceof z.ZodNumber) return 'double'
  return undefined
}
