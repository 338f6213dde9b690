import { z } from 'zod'
import { EXPECTED_EVERY } from './expected-every.ts'
import { mappingSchema } from './mapping-document.ts'
import {
  columnSchema,
  columnsSchema,
  countrySchema,
  dateOrderSchema,
  filePatternSchema,
  idSchema,
  nameSchema,
  titleSchema,
} from './words.ts'

/** What a row is to the entity that it describes. */
const ROW_ROLES = ['record', 'part', 'unless_known', 'reference'] as const
/**
 * `record` makes an entity; `part` describes one and never makes one; `unless_known` makes one only where no record has its name;
 * `reference` gives values to the entities it is linked to and never makes one.
 */
export type RowRole = (typeof ROW_ROLES)[number]

const cellText = z.union([z.string(), z.number(), z.boolean()]).transform(String)

/** Rows that say so of themselves. */
const whenSchema = z.strictObject({
  column: columnSchema,
  equals: z.union([cellText, z.array(cellText).min(1)]).optional(),
  is: z.enum(['blank', 'present']).optional(),
})

/** What a text may be said to be written in: names of the web, and those of old code pages, which it has none for. */
function isEncoding(name: string): boolean {
  if (/^(?:cp|ibm|win|windows-?)\d{3,4}$|^mac\p{L}*$/iu.test(name)) return true
  try {
    return new TextDecoder(name).encoding !== ''
  } catch {
    return false
  }
}

/** A flag about values of the row: without `values`, anything but blank, 0, no and false. */
const markSchema = z.union([
  columnSchema,
  z.strictObject({
    column: columnSchema,
    values: z.array(cellText).min(1).optional(),
    of: z.array(nameSchema).min(1).optional(),
  }),
])

const belongsSchema = z
  .strictObject({ key: columnsSchema.optional(), or_named: columnSchema.optional(), named: columnSchema.optional() })
  .check(({ value, issues }) => {
    if (value.key === undefined && value.or_named === undefined && value.named === undefined)
      issues.push({
        code: 'custom',
        input: value,
        path: [],
        message: 'must say the key of what it belongs to, its name (named), or both (key and or_named)',
      })
  })

const descriptionSchema = z.strictObject({
  entity: nameSchema,
  role: z.enum(ROW_ROLES).default('record'),
  key: columnsSchema.optional(),
  /** What its records are called in public ids, where its source has several tables: `crm:visit:12`. Otherwise the entity. */
  called: nameSchema.optional(),
  belongs_to: z.record(nameSchema, belongsSchema).default({}),
  when: whenSchema.optional(),
  invalid: markSchema.optional(),
  attributes: z.record(nameSchema, mappingSchema),
})
export type DescriptionDocument = z.output<typeof descriptionSchema>

const tableObject = z.strictObject({
  /** The contract's id; otherwise `<source>_<sheet>`. */
  id: nameSchema.optional(),
  /** What it was called before, so that its records keep their ids. */
  was: nameSchema.optional(),
  /** Name or pattern of a workbook's sheet. */
  sheet: titleSchema.optional(),
  /** Patterns for files of a single table that hold what this sheet holds. */
  files: z.array(filePatternSchema).min(1).optional(),
  header_row: z.union([z.literal('auto'), z.int().min(1).max(1000)]).default('auto'),
  /** Rows at the top that are not looked at. */
  skip: z.int().min(0).max(1000).optional(),
  /** Of delimited text: one character, or `tab` or `none`. */
  delimiter: z
    .union([
      z.literal('tab'),
      z.literal('none'),
      z.string().regex(/^[^"'\r\n\p{L}\p{N}]$/u, 'must be one character, tab or none'),
    ])
    .optional(),
  quote: z.enum(['"', "'", 'none']).optional(),
  /** Lines that begin with it are no rows. */
  comment: z.string().min(1).max(5).optional(),
  encoding: z
    .string()
    .min(1)
    .max(40)
    .refine(isEncoding, {
      error: 'is no encoding; write one such as utf-8, windows-1252, windows-1250, ibm850, macintosh or shift_jis',
    })
    .optional(),
  ignore: z.boolean().default(false),
  unique: z.boolean().optional(),
  country: countrySchema.optional(),
  date_order: dateOrderSchema.optional(),
  /** Of a file of many sources: which column names the source of each row, and how far each is trusted. */
  source: z.strictObject({ column: columnSchema, trust: z.record(z.string().min(1), z.int()).default({}) }).optional(),
  describes: z.array(descriptionSchema).default([]),
})
const tableSchema = tableObject.check(({ value, issues }) => {
  if (value.skip !== undefined && value.header_row !== 'auto')
    issues.push({
      code: 'custom',
      input: value,
      path: ['skip'],
      message: 'says what header_row says already; keep one of them',
    })
})
export type TableDocument = z.output<typeof tableSchema>

export const sourceSchema = z.strictObject({
  id: idSchema,
  was: idSchema.optional(),
  title: titleSchema.optional(),
  /** Which source is believed when two disagree: the higher one. */
  trust: z.int().min(0).max(1000),
  files: z.array(filePatternSchema).min(1),
  /** Its key is a register's: two of its rows with different keys are two entities, always. */
  unique: z.boolean().default(false),
  country: countrySchema.optional(),
  date_order: dateOrderSchema.optional(),
  /** A run may be without it; otherwise a source that the last release had and that does not arrive blocks. */
  optional: z.boolean().default(false),
  /** No new file for longer than that blocks: `7 days`, `1 week`, `36 hours`. */
  expected_every: z
    .string()
    .regex(EXPECTED_EVERY, 'must be a number of hours, days or weeks, such as 7 days, 1 week or 36 hours')
    .optional(),
  ignored_sheets: z.array(titleSchema).default([]),
  tables: z.array(tableSchema).min(1).max(200),
})
export type SourceDocument = z.output<typeof sourceSchema>
