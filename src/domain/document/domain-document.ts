import { z } from 'zod'
import { LAWFUL_BASES } from '../../contracts/contract.ts'
import { attributeSchema } from './attribute-document.ts'
import { sourceSchema } from './source-document.ts'
import { countrySchema, dateOrderSchema, idSchema, nameSchema, titleSchema } from './words.ts'

const projectPath = (folder: string, ending: string) =>
  z
    .string()
    .max(200)
    .refine(
      (path) => new RegExp(`^${folder}/[A-Za-z0-9][A-Za-z0-9._-]*\\.${ending}$`).test(path),
      `must be a file of the domain's own folder, such as ${folder}/name.${ending}`,
    )

const entitySchema = z.strictObject({
  title: titleSchema.optional(),
  description: z.string().trim().min(1).max(2000).optional(),
  dataset: nameSchema,
  id_prefix: z.string().regex(/^[a-z]{2,6}$/, 'must be two to six lower-case letters, such as cus'),
  /** The column of its lasting id; otherwise `<entity>_id`. */
  id_column: nameSchema.optional(),
  /** The attribute that names it; otherwise the required name, else that of an organization, else that of a person. */
  named_by: nameSchema.optional(),
  /** Of the dataset's contract: its major version rises when readers lose something. Otherwise 1.0.0, or what its contract file says. */
  version: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/, 'must be a version such as 1.0.0')
    .optional(),
  /** Settings of linkage in Splink's format; without them they follow from the types. */
  linkage: projectPath('linkage', 'json').optional(),
  attributes: z
    .record(nameSchema, attributeSchema)
    .refine((all) => Object.keys(all).length > 0, 'must name one or more'),
})
export type EntityDocument = z.output<typeof entitySchema>

/** `domain.yaml`: what there is, who says it, and what is published. */
export const domainSchema = z.strictObject({
  id: idSchema,
  title: titleSchema.optional(),
  description: z.string().trim().min(1).max(2000).optional(),
  /** The default for phones, regions, dates and amounts. */
  country: countrySchema,
  date_order: dateOrderSchema.optional(),
  /** Who answers for what is published: a team or a role. */
  owner: titleSchema.default('Data stewardship'),
  lawful_basis: z.enum(LAWFUL_BASES).optional(),
  /** How many days a published row is kept. */
  retention_days: z.int().min(1).optional(),
  entities: z.record(nameSchema, entitySchema).refine((all) => Object.keys(all).length > 0, 'must name one or more'),
  sources: z.array(sourceSchema).min(1).max(500),
  settings: z.record(z.string(), z.unknown()).default({}),
})
export type DomainDocument = z.output<typeof domainSchema>

/** `vocabularies/<id>.yaml`: a term, and the words that mean it. */
export const vocabularySchema = z.strictObject({
  title: titleSchema.optional(),
  terms: z.record(z.string().min(1).max(200), z.array(z.string().min(1).max(200))).optional(),
  /** Words alone, where they are not names of terms: hosts that prove nothing. */
  words: z.array(z.string().min(1).max(200)).optional(),
})
export type VocabularyDocument = z.output<typeof vocabularySchema>
