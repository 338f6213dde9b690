import { z } from 'zod'
import type { ColumnDefinition } from '../engine/engine.ts'

/** A row a value that is not used, or of which a part is not; `value` is masked as its type says. Of rows that Refine did not reject. */
export const SET_ASIDE_COLUMNS: readonly ColumnDefinition[] = [
  { name: 'source', type: 'string' },
  { name: 'source_table', type: 'string' },
  { name: 'file', type: 'string' },
  { name: 'sheet', type: 'string' },
  { name: 'row_number', type: 'long' },
  { name: 'row_hash', type: 'string' },
  { name: 'entity', type: 'string' },
  { name: 'field', type: 'string' },
  { name: 'code', type: 'string' },
  { name: 'value', type: 'string' },
  { name: 'message', type: 'string' },
]

const count = z.number().int().nonnegative()

const asideCode = z.object({
  code: z.string(),
  message: z.string(),
  count,
  /** Masked, a few of them. */
  examples: z.array(z.string()),
  /** The first few. */
  places: z.array(z.object({ file: z.string(), sheet: z.string(), row: count })),
})

const asideField = z.object({
  /** Of a source: the dataset that it is judged as. */
  table: z.string(),
  entity: z.string(),
  field: z.string(),
  /** Values that cells gave, used or not, in rows that Refine did not reject. */
  said: count,
  aside: count,
  /** The most frequent first. */
  codes: z.array(asideCode),
})

/** `runs/<run>/set-aside.json`: every field that a source said anything of, those without a value set aside included. */
export const setAsideSummary = z.object({ format: z.literal(1), fields: z.array(asideField) })
export type SetAsideSummary = z.infer<typeof setAsideSummary>
export type AsideField = SetAsideSummary['fields'][number]

/** What a run's result says of it. */
export const setAsideCount = z.object({ key: z.string(), values: count, fields: count })
export type SetAsideCount = z.infer<typeof setAsideCount>
