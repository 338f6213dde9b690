import { z } from 'zod'
import type { FieldMeta } from './contract.ts'

const described = z.registry<FieldMeta>()

/** Attaches a field's metadata to its zod type and gives the type back. */
export function field<S extends z.ZodType>(schema: S, meta: FieldMeta): S {
  described.add(schema, meta)
  return schema
}

/** The metadata `field` attached, or undefined. */
export function fieldMeta(schema: z.ZodType): FieldMeta | undefined {
  return described.get(schema)
}

/** Text that may be absent. Blank cells reach the check as null. */
export const text = (meta: FieldMeta) => field(z.string().nullish(), meta)

/** Text that must be there and hold something other than white space. */
export const requiredText = (meta: FieldMeta) => field(z.string().regex(/\S/), meta)

/** An identifier given by a source system; numeric ones have been rendered as integers (`12`, never `12.0`). */
export const identifier = (meta: FieldMeta) => field(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/), meta)

/** Text of a fixed form that may be absent. */
export const pattern = (form: RegExp, meta: FieldMeta) => field(z.string().regex(form).nullish(), meta)

/** Text of a fixed form that must be there. */
export const requiredPattern = (form: RegExp, meta: FieldMeta) => field(z.string().regex(form), meta)

/** A number between 0 and 1 that may be absent. */
export const share = (meta: FieldMeta) => field(z.number().min(0).max(1).nullish(), meta)

/** A number between 0 and 1 that must be there. */
export const requiredShare = (meta: FieldMeta) => field(z.number().min(0).max(1), meta)

/** True or false, always known. */
export const requiredFlag = (meta: FieldMeta) => field(z.boolean(), meta)

/** One word of a closed list, always known. */
export const requiredWord = <const W extends readonly [string, ...string[]]>(words: W, meta: FieldMeta) =>
  field(z.enum(words), meta)

/** A whole number from 1 up, always known. */
export const requiredOrdinal = (meta: FieldMeta) => field(z.int().min(1), meta)
