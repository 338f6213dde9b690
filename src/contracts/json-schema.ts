import { z } from 'zod'
import type { Contract } from './contract.ts'

/** The contract as JSON Schema 2020-12. Extra columns are allowed: they are reported, never a reason to reject a row. */
export function jsonSchema(contract: Contract): Record<string, unknown> {
  const { additionalProperties: _, ...schema } = z.toJSONSchema(contract.schema, { io: 'input' })
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: contract.title,
    description: contract.description,
    'x-contract': contract.id,
    'x-version': contract.version,
    'x-kind': contract.kind,
    'x-owner': contract.owner,
    'x-lawful-basis': contract.lawfulBasis,
    ...(contract.consent === null ? {} : { 'x-consent': contract.consent }),
    ...(contract.retention === null ? {} : { 'x-retention': contract.retention }),
    ...(contract.freshness === null ? {} : { 'x-freshness': contract.freshness }),
    ...(contract.volume === null ? {} : { 'x-volume': contract.volume }),
    ...(contract.rules.length === 0
      ? {}
      : { 'x-rules': contract.rules.map(({ id, fields, description }) => ({ id, fields, description })) }),
    ...(contract.references.length === 0 ? {} : { 'x-references': contract.references }),
    type: schema.type,
    properties: schema.properties,
    required: schema.required ?? [],
  }
}
