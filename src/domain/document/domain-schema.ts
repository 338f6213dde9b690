import { z } from 'zod'
import type { SemanticType } from '../../types/index.ts'
import { types } from '../../types/registry.ts'
import { besidesSchema, DERIVED_SCHEMAS, readAttributeSchema } from './attribute-document.ts'
import { domainSchema } from './domain-document.ts'

type Schema = Record<string, unknown>

/** What a file says, before defaults. What JSON Schema has no word for is checked by `hotpass domain check` alone. */
function jsonSchemaOf(schema: z.ZodType): Schema {
  const { $schema: _, ...made } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return made
}

const propertiesOf = (schema: Schema): Schema => (schema.properties as Schema | undefined) ?? {}

/** What an attribute of one type may say: what every attribute may, its own keeps, and its options. */
function attributeOfType(type: SemanticType): Schema {
  const common = propertiesOf(jsonSchemaOf(readAttributeSchema))
  const keeps = [...new Set([type.keep, ...type.keeps])]
  return {
    properties: {
      ...common,
      ...propertiesOf(jsonSchemaOf(type.options)),
      type: { const: type.id, description: type.description },
      keep: { enum: keeps, default: type.keep },
    },
    additionalProperties: false,
  }
}

/** An attribute as an editor checks it: by its type where it names one, else one of the derived kinds. */
const attribute = (): Schema => ({
  type: 'object',
  if: { required: ['type'] },
  // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
  then: {
    properties: { type: { enum: [...types.keys()] } },
    allOf: [...types.values()].map((type) => ({
      if: { properties: { type: { const: type.id } } },
      // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
      then: attributeOfType(type),
    })),
  },
  else: { anyOf: [...Object.values(DERIVED_SCHEMAS), besidesSchema].map(jsonSchemaOf) },
})

/** The JSON Schema of `domain.yaml`, draft 2020-12: what an editor completes and checks it with. */
function domainJsonSchema(): Schema {
  const schema = z.toJSONSchema(domainSchema, { io: 'input', unrepresentable: 'any' }) as Schema
  const entity = (propertiesOf(schema).entities as { additionalProperties: Schema }).additionalProperties
  const attributes = propertiesOf(entity).attributes as Schema
  attributes.additionalProperties = attribute()
  return { ...schema, $id: 'https://hotpass.example/schemas/domain.schema.json', title: 'Domain' }
}

/** As `schemas/domain.schema.json` holds it. */
export const domainSchemaText = (): string => `${JSON.stringify(domainJsonSchema(), null, 2)}\n`
