import { z } from 'zod'
import type { FieldConstraints } from './constraints.ts'
import type { FieldType } from './contract.ts'

/** The values that constraints allow, as zod; of a list, those of its elements. Undefined where the type alone says it. */
export function constraintValues(type: FieldType, constraints: FieldConstraints): z.ZodType | undefined {
  const { enum: members, ...rest } = constraints
  if (members !== undefined && members.length > 0) return z.literal([...members])
  if (Object.keys(rest).length === 0) return undefined
  if (type === 'long') return bounded(z.int(), rest)
  if (type === 'double') return bounded(z.number(), rest)
  if (type === 'string' || type === 'list<string>') return texts(rest)
  return undefined
}

function texts({ pattern, minLength, maxLength }: FieldConstraints): z.ZodType {
  const least = minLength === undefined ? z.string() : z.string().min(minLength)
  const most = maxLength === undefined ? least : least.max(maxLength)
  return pattern === undefined ? most : most.regex(new RegExp(pattern))
}

function bounded(
  number: z.ZodNumber | z.ZodInt,
  { minimum, maximum, exclusiveMinimum, exclusiveMaximum }: FieldConstraints,
): z.ZodType {
  let values: z.ZodNumber | z.ZodInt = number
  if (minimum !== undefined) values = values.min(minimum)
  if (maximum !== undefined) values = values.max(maximum)
  if (exclusiveMinimum !== undefined) values = values.gt(exclusiveMinimum)
  if (exclusiveMaximum !== undefined) values = values.lt(exclusiveMaximum)
  return values
}
