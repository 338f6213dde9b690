import type { z } from 'zod'

/** How a field's values may be shown where they are not published. */
export type PiiClass = 'none' | 'personal' | 'sensitive'

export type FieldType = 'string' | 'long' | 'double' | 'boolean'

/** One column of a contract: what it holds, who it concerns, and what its values must be. */
export interface ContractField {
  readonly name: string
  /** The column's label in the source; the name itself in published datasets. */
  readonly label: string
  /** Other labels that mean the same. */
  readonly synonyms: readonly string[]
  readonly type: FieldType
  /** Present and not null. */
  readonly required: boolean
  readonly pii: PiiClass
  readonly primaryKey: boolean
  readonly description: string
  readonly example: string | number | boolean
}

/** What a source sheet must look like, or what a published dataset promises. */
export interface Contract {
  readonly id: string
  /** Semantic version: major = breaking. */
  readonly version: string
  readonly title: string
  readonly description: string
  readonly kind: 'source' | 'published'
  readonly fields: readonly ContractField[]
  /** The same fields as a zod object; other columns are let through. */
  readonly schema: z.ZodObject
}
