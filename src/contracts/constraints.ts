import { z } from 'zod'
import type { Contract, FieldType } from './contract.ts'

/** What a field's values must be beyond their type, in JSON Schema's words; of a list, what each of its elements must be. */
export interface FieldConstraints {
  readonly pattern?: string
  readonly enum?: readonly (string | number | boolean)[]
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly minLength?: number
  readonly maxLength?: number
}

const limit = z.number()
/** Each constraint and what it may be: they are written into a contract's code, so that a text for a number would be code of somebody else's. */
const CONSTRAINTS = {
  pattern: z.string(),
  enum: z.array(z.union([z.string(), limit, z.boolean()])),
  minimum: limit,
  maximum: limit,
  exclusiveMinimum: limit,
  exclusiveMaximum: limit,
  minLength: limit,
  maxLength: limit,
} as const

/** What constraints are called, in JSON Schema's words. */
export const CONSTRAINT_NAMES: readonly string[] = Object.keys(CONSTRAINTS)

const TIMES: ReadonlySet<FieldType> = new Set(['date', 'timestamptz'])
const computed = new WeakMap<Contract, ReadonlyMap<string, FieldConstraints>>()

/** The constraints of each field that has any, by field name. The safe range of integers says nothing and is left out. */
export function constraintsOf(contract: Contract): ReadonlyMap<string, FieldConstraints> {
  const found = computed.get(contract)
  if (found !== undefined) return found
  const { properties = {} } = z.toJSONSchema(contract.schema, { io: 'input' })
  const types = new Map(contract.fields.map((field) => [field.name, field.type]))
  const constraints = new Map<string, FieldConstraints>()
  for (const [name, property] of Object.entries(properties)) {
    // That a day is written as a day is its type, not a constraint.
    if (TIMES.has(types.get(name) ?? 'string')) continue
    const own = readConstraints(property as Record<string, unknown>)
    if (Object.keys(own).length > 0) constraints.set(name, own)
  }
  computed.set(contract, constraints)
  return constraints
}

/**
 * The constraints that a JSON Schema property states, through `anyOf` with null and the items of an array.
 * @param refused told the name of a constraint that is not what it must be, and is left out
 */
export function readConstraints(
  property: Readonly<Record<string, unknown>>,
  refused: (name: string) => void = () => undefined,
): FieldConstraints {
  const branches = Array.isArray(property.anyOf) ? (property.anyOf as Record<string, unknown>[]) : []
  const value = branches.find((branch) => branch.type !== 'null') ?? property
  const items = typeof value.items === 'object' && value.items !== null ? value.items : undefined
  const stated = value.type === 'array' && items !== undefined ? (items as Record<string, unknown>) : value
  const own: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(CONSTRAINTS)) {
    const given = stated[name]
    if (given === undefined || (typeof given === 'number' && Math.abs(given) === Number.MAX_SAFE_INTEGER)) continue
    const read = schema.safeParse(Array.isArray(given) ? given.filter((member) => member !== null) : given)
    if (read.success) own[name] = read.data
    else refused(name)
  }
  return own
}

/** `matches ^x$, 1 to 64 characters`: constraints as people say them; undefined when there are none. */
export function describeConstraints(constraints: FieldConstraints | undefined): string | undefined {
  if (constraints === undefined) return undefined
  const { pattern, minimum, maximum, exclusiveMinimum, exclusiveMaximum, minLength, maxLength } = constraints
  const parts = [
    constraints.enum === undefined ? undefined : `one of ${constraints.enum.join(', ')}`,
    pattern === undefined ? undefined : `matches ${pattern}`,
    minimum === undefined ? undefined : `at least ${minimum}`,
    exclusiveMinimum === undefined ? undefined : `above ${exclusiveMinimum}`,
    maximum === undefined ? undefined : `at most ${maximum}`,
    exclusiveMaximum === undefined ? undefined : `below ${exclusiveMaximum}`,
    minLength === undefined || minLength <= 1 ? undefined : `at least ${minLength} characters`,
    maxLength === undefined ? undefined : `at most ${maxLength} characters`,
  ].filter((part) => part !== undefined)
  return parts.length === 0 ? undefined : parts.join(', ')
}
