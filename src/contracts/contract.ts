import type { z } from 'zod'

/** Who a value is about. `none`: nobody. `personal`: a living person, shown only masked. `sensitive`: never shown at all. */
export type PiiClass = 'none' | 'personal' | 'sensitive'

/** Physical type of a column; dates are ISO text (`YYYY-MM-DD`). */
export type ColumnType = 'string' | 'long' | 'double' | 'boolean'

/** What the author of a contract says about one field, next to its zod type. */
export interface FieldMeta {
  readonly description: string
  readonly example: string | number | boolean
  readonly pii: PiiClass
  readonly primaryKey?: boolean
  /** The column label in the source sheet; the field's own name when the two are the same. */
  readonly label?: string
  /** Other labels the same column is known by. */
  readonly synonyms?: readonly string[]
}

/** One field of a contract, everything derived. `required`: present, not null, not blank. */
export interface ContractField {
  readonly name: string
  readonly label: string
  readonly synonyms: readonly string[]
  readonly type: ColumnType
  readonly required: boolean
  readonly pii: PiiClass
  readonly primaryKey: boolean
  readonly description: string
  readonly example: string | number | boolean
}

/** A rule over several fields of one row, which JSON Schema cannot say. */
export interface RowRule {
  readonly id: string
  readonly description: string
  /** The field a reader should look at first when the rule is broken. */
  readonly field: string
  readonly holds: (row: Readonly<Record<string, unknown>>) => boolean
}

/** The agreement about one dataset: its fields in column order, their types, keys and personal data. */
export interface Contract {
  /** For example `reachout_organisation` or `organizations`. */
  readonly id: string
  /** Semantic version of the agreement itself. */
  readonly version: string
  readonly title: string
  readonly description: string
  readonly kind: 'source' | 'published'
  readonly schema: z.ZodObject
  readonly fields: readonly ContractField[]
  readonly rules: readonly RowRule[]
}
