import { z } from 'zod'

/** What an entity, an attribute, a source or a vocabulary may be called: safe in a path, a key, a table's name and a column's. */
export const nameSchema = z
  .string()
  .max(60)
  .regex(
    // Names are looked up in objects, and every object has a constructor.
    /^(?!constructor$)[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/,
    'must begin with a lower-case letter and go on with lower-case letters, digits and single _ between them, and not be constructor',
  )

/** What a domain or a source may be called. */
export const idSchema = z
  .string()
  .max(64)
  .regex(/^(?!constructor$)[a-z0-9][a-z0-9_-]*$/, 'must be lower-case letters, digits, _ and -, and not constructor')

/** A column as its file labels it. */
export const columnSchema = z.string().trim().min(1).max(200)

/** One column, or several in the order in which they are asked. */
export const columnsSchema = z.union([columnSchema, z.array(columnSchema).min(1).max(50)])

export const countrySchema = z
  .string()
  .regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code in capitals, such as DE')
  .refine((code) => code !== 'UK', 'is not a code of ISO 3166-1. Did you mean "GB"?')

export const dateOrderSchema = z.enum(['dmy', 'mdy', 'ymd'])

/** A pattern for the name of a file alone. */
export const filePatternSchema = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => !/[/\\]/.test(text), 'must be a pattern for the name of a file alone, without a folder')

export const titleSchema = z.string().trim().min(1).max(200)
