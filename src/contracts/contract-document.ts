import { z } from 'zod'
import { COLUMN_TYPES } from '../engine/column-types.ts'
import { constraintsOf } from './constraints.ts'
import { type Contract, LAWFUL_BASES } from './contract.ts'

const constraints = z.strictObject({
  pattern: z.string().optional(),
  enum: z
    .array(z.union([z.string(), z.number(), z.boolean()]))
    .readonly()
    .optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  exclusiveMaximum: z.number().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
})

/** A contract as data: what a version's manifest keeps of the contract it was published under. */
export const contractDocument = z.strictObject({
  id: z.string(),
  version: z.string(),
  fields: z
    .array(
      z.strictObject({
        name: z.string(),
        type: z.enum(COLUMN_TYPES),
        required: z.boolean(),
        primaryKey: z.boolean(),
        pii: z.enum(['none', 'personal', 'sensitive']),
        description: z.string(),
        constraints: constraints.optional(),
      }),
    )
    .readonly(),
  owner: z.string().optional(),
  rules: z
    .array(z.strictObject({ id: z.string(), description: z.string() }))
    .readonly()
    .optional(),
  references: z
    .array(
      z.strictObject({
        fields: z.array(z.string()).readonly(),
        dataset: z.string(),
        to: z.array(z.string()).readonly(),
      }),
    )
    .readonly()
    .optional(),
  lawfulBasis: z.enum(LAWFUL_BASES).optional(),
  retention: z.strictObject({ days: z.number(), field: z.string().nullable() }).nullable().optional(),
  freshness: z.strictObject({ field: z.string(), maxAgeDays: z.number() }).nullable().optional(),
  volume: z.strictObject({ min: z.number().optional(), max: z.number().optional() }).nullable().optional(),
})
export type ContractDocument = z.infer<typeof contractDocument>

/** The contract as data, for a manifest or a comparison. */
export function describeContract(contract: Contract): ContractDocument {
  const constrained = constraintsOf(contract)
  const { id, version, owner, rules, references, lawfulBasis, retention, freshness, volume } = contract
  return contractDocument.parse({
    id,
    version,
    fields: contract.fields.map(({ name, type, required, primaryKey, pii, description }) => {
      const own = constrained.get(name)
      return { name, type, required, primaryKey, pii, description, ...(own === undefined ? {} : { constraints: own }) }
    }),
    owner,
    rules: rules.map(({ id: rule, description }) => ({ id: rule, description })),
    references,
    lawfulBasis,
    retention,
    freshness,
    volume,
  })
}
