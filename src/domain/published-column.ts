import type { z } from 'zod'
import type { FieldExample, PiiClass } from '../contracts/contract.ts'
import type { ColumnType } from '../engine/column-types.ts'
import type { Derived } from './domain.ts'

/** Attributes of an entity that a published column is made of. */
export interface ColumnOrigin {
  readonly entity: string
  readonly attribute: string
}

/** One column of a published dataset. */
export interface PublishedColumn {
  readonly name: string
  readonly type: ColumnType
  readonly required: boolean
  readonly primaryKey: boolean
  readonly pii: PiiClass
  readonly description: string
  readonly example: FieldExample
  /** Of one value; of a list, of its elements. Undefined: any value of the type. */
  readonly values?: z.ZodType
  /** What it is made of; empty for ids and what tells of the record itself. */
  readonly from: readonly ColumnOrigin[]
  /** The rule of a derived column, and which of the rule's columns this is. */
  readonly rule: { readonly derived: Derived; readonly part: string } | null
}
