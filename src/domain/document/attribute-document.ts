import { z } from 'zod'
import { KEEPS } from '../../types/semantic-type.ts'
import { nameSchema } from './words.ts'

const described = {
  title: z.string().trim().min(1).max(200).optional(),
  description: z.string().trim().min(1).max(2000).optional(),
}

/** An attribute that sources say. What its type may be told besides stands beside these keys, and is checked by the type. */
export const readAttributeSchema = z.looseObject({
  type: z.string(),
  keep: z.enum(KEEPS).optional(),
  required: z.boolean().default(false),
  pii: z.enum(['none', 'personal', 'sensitive']).optional(),
  ...described,
})

/**
 * What texts of another attribute say and that one cannot hold, as a list of texts: an extension behind a phone, a word that a vocabulary
 * does not know, a day that cannot be read.
 */
export const besidesSchema = z.strictObject({ beside: nameSchema, ...described })

const suffixed = z.union([z.array(nameSchema).min(1), z.record(nameSchema, nameSchema)])

/** Attributes that follow from others, each by the one key that says how. No hand-written column. */
export const DERIVED_SCHEMAS = {
  /** The belonging entity to name first: its attributes become `<attribute>_<suffix>`, with status and confidence where a type verifies. */
  primary: z.strictObject({ primary: nameSchema, attributes: suffixed, ...described }),
  /** A list of what all belonging entities say, but for the primary's own. */
  others: z.strictObject({ others: nameSchema, attribute: nameSchema, than: nameSchema, ...described }),
  count: z.strictObject({ count: nameSchema, ...described }),
  /** Mean confidence of what is verified: of attributes of belonging entities, over all of them. */
  confidence: z.strictObject({ confidence: z.record(nameSchema, z.array(nameSchema).min(1)), ...described }),
  /** What is wrong with the primary's values, as `email:risky`. */
  problems: z.strictObject({ problems: nameSchema, ...described }),
  /** Weighted share of what is there, 0 to 1; a column that is a number from 0 to 1 counts by its value. */
  score: z.strictObject({ score: z.record(nameSchema, z.number().positive()), ...described }),
  /** Flag → the column whose absence it says. */
  flags: z.strictObject({ flags: z.record(nameSchema, nameSchema), ...described }),
  slug: z.strictObject({ slug: nameSchema, ...described }),
  /** The first of a list. */
  first: z.strictObject({ first: nameSchema, ...described }),
  /** Whether a value can be trusted, by its form. */
  status: z.strictObject({ status: nameSchema, ...described }),
  /** Names that lost. */
  of: z.strictObject({ of: nameSchema, ...described }),
  sources: z.strictObject({ sources: z.enum(['titles', 'records', 'provenance']), ...described }),
  /** The id of what it belongs to, or one attribute of it. */
  parent: z.strictObject({ parent: nameSchema, attribute: nameSchema.optional(), ...described }),
  /** Whether it is the one that its parent's primary names. */
  chosen: z.strictObject({ chosen: nameSchema, by: nameSchema, ...described }),
  marked: z.strictObject({ marked: z.literal('invalid'), ...described }),
  lawful_basis: z.strictObject({ lawful_basis: z.literal(true), ...described }),
} as const

export type DerivedKind = keyof typeof DERIVED_SCHEMAS
export const DERIVED_KINDS = Object.keys(DERIVED_SCHEMAS) as readonly DerivedKind[]
type DerivedDocuments = { readonly [Kind in DerivedKind]: z.output<(typeof DERIVED_SCHEMAS)[Kind]> }
/** A derived attribute as its file says it. */
export type DerivedDocument = { [Kind in DerivedKind]: { readonly kind: Kind } & DerivedDocuments[Kind] }[DerivedKind]
export type ReadAttributeDocument = z.output<typeof readAttributeSchema>

/** Told apart by their keys; which of the two a document is, and its faults, are found one attribute at a time. */
export const attributeSchema = z.looseObject({})
