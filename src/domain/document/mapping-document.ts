import { z } from 'zod'
import { columnSchema, columnsSchema, countrySchema, dateOrderSchema, nameSchema } from './words.ts'

const WAYS = ['column', 'join', 'constant', 'match', 'parts', 'infer'] as const

/** How one attribute is read from the columns of a table, written out. */
const mappingObject = z
  .strictObject({
    /** One column, or several: the first that has a value, or all of them where the attribute keeps a list. */
    column: columnsSchema.optional(),
    /** Columns whose texts are put together, those that are blank left out. */
    join: z.array(columnSchema).min(1).max(20).optional(),
    with: z.string().min(1).max(10).optional(),
    /** The same value for every row. */
    constant: z.union([z.string().min(1).max(500), z.number(), z.boolean()]).optional(),
    /** One group of a regular expression over a column. */
    match: z
      .strictObject({
        column: columnSchema,
        pattern: z.string().min(1).max(200),
        group: z.union([nameSchema, z.int().min(1).max(20)]),
        otherwise: z.enum(['nothing', 'whole']).default('nothing'),
      })
      .optional(),
    /** What the type puts together: street, postcode and city of an address; given and family name. */
    parts: z.record(nameSchema, columnsSchema).optional(),
    /** What the rest of the record says: a country from its region, phones and address, else the default. */
    infer: z.literal('country').optional(),
    country: countrySchema.optional(),
    order: dateOrderSchema.optional(),
    decimal: z.enum(['comma', 'point']).optional(),
    vocabulary: nameSchema.optional(),
    /** Tried without raising an issue: a town that may name a region. */
    quiet: z.boolean().optional(),
  })
  .check(({ value, issues }) => {
    const given = WAYS.filter((way) => value[way] !== undefined)
    if (given.length !== 1)
      issues.push({
        code: 'custom',
        input: value,
        path: [],
        message: `must say exactly one of ${WAYS.join(', ')}${given.length === 0 ? '' : `; it says ${given.join(' and ')}`}`,
      })
    if (value.with !== undefined && value.join === undefined)
      issues.push({ code: 'custom', input: value, path: ['with'], message: 'belongs to join, which is not there' })
  })

/** A column, a list of them, or a way of reading them; a list of ways is asked in its order. */
export const mappingSchema = z.union([
  columnSchema,
  z.array(z.union([columnSchema, mappingObject])).min(1),
  mappingObject,
])
export type MappingDocument = z.output<typeof mappingSchema>
export type MappingObject = z.output<typeof mappingObject>
