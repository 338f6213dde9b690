import type { z } from 'zod'
import type { ColumnType } from '../engine/column-types.ts'
import type { CrossFieldRule } from './cross-field-rule.ts'

/** How a field's values may be shown where they are not published. */
export type PiiClass = 'none' | 'personal' | 'sensitive'

/** Cells of a source are texts, numbers and flags; published columns may also be days, times and lists of texts. */
export type FieldType = ColumnType

/** A value as documentation shows one. */
export type FieldExample = string | number | boolean | readonly string[]

/** GDPR article 6(1) and POPIA section 11; `none` where no field is personal. */
export const LAWFUL_BASES = [
  'none',
  'consent',
  'contract',
  'legal_obligation',
  'vital_interests',
  'public_interest',
  'legitimate_interest',
] as const
export type LawfulBasis = (typeof LAWFUL_BASES)[number]

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
  readonly example: FieldExample
}

/** Values of these fields, taken together, stand in those columns of another dataset. Rows that are empty in all of them do not count. */
export interface Reference {
  readonly fields: readonly string[]
  /** Contract id of the other dataset. */
  readonly dataset: string
  readonly to: readonly string[]
}

/** What a source sheet must look like, or what a published dataset promises. */
export interface Contract {
  readonly id: string
  /** Semantic version: major = breaking. */
  readonly version: string
  readonly title: string
  readonly description: string
  readonly kind: 'source' | 'published'
  /** Who answers for it: a team or a role, never a person's address. */
  readonly owner: string
  readonly fields: readonly ContractField[]
  /** The same fields as a zod object; other columns are let through. */
  readonly schema: z.ZodObject
  /** What must hold between the fields of one row. */
  readonly rules: readonly CrossFieldRule[]
  readonly references: readonly Reference[]
  /** Why personal fields may be processed. */
  readonly lawfulBasis: LawfulBasis
  /** The field that records consent and its values that mean yes. Only where the lawful basis is consent. */
  readonly consent: { readonly field: string; readonly granted: readonly string[] } | null
  /** How many days a row may be kept, from the day in `field`; from its publication when that is null. */
  readonly retention: { readonly days: number; readonly field: string | null } | null
  /** The latest day in `field` (ISO text) is at most so many days before the run's nominal time. */
  readonly freshness: { readonly field: string; readonly maxAgeDays: number } | null
  /** How many rows the dataset has. */
  readonly volume: { readonly min?: number; readonly max?: number } | null
}
