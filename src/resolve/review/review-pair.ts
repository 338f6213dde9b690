import { z } from 'zod'
import type { ColumnDefinition } from '../../engine/engine.ts'
import { subjectSchema } from './resolution-decision.ts'

/** One bar of a pair's waterfall: what a comparison adds to the match weight. */
const waterfallStepSchema = z.object({
  comparison: z.string(),
  level: z.number(),
  label: z.string(),
  bits: z.number(),
  /** Bits for how rare the shared value is. */
  tfBits: z.number(),
})

export type WaterfallStep = z.infer<typeof waterfallStepSchema>

const values = z.record(z.string(), z.string().nullable())

/** A pair that a person should look at: both records, and why they seem one. */
const reviewPairSchema = z.object({
  pair_id: z.string(),
  subject: subjectSchema,
  left_key: z.string(),
  right_key: z.string(),
  left_record: z.string(),
  right_record: z.string(),
  left_entity: z.string(),
  right_entity: z.string(),
  match_weight: z.number(),
  match_probability: z.number(),
  /**
   * `between_thresholds`: neither sure nor out of the question. `cut`: alike enough, but their clusters would contradict.
   * `even_odds`: the answer would teach the model, whether the pair is linked or not.
   */
  reason: z.enum(['between_thresholds', 'cut', 'even_odds']),
  left: values,
  right: values,
  waterfall: z.array(waterfallStepSchema),
})
export type ReviewPair = z.infer<typeof reviewPairSchema>

const text = (name: string): ColumnDefinition => ({ name, type: 'string' })

/** `runs/<run>/review.parquet` and `questions.parquet`; `left`, `right` and `waterfall` are JSON. */
export const REVIEW_COLUMNS: readonly ColumnDefinition[] = [
  text('pair_id'),
  text('subject'),
  text('left_key'),
  text('right_key'),
  text('left_record'),
  text('right_record'),
  text('left_entity'),
  text('right_entity'),
  { name: 'match_weight', type: 'double' },
  { name: 'match_probability', type: 'double' },
  text('reason'),
  text('left'),
  text('right'),
  text('waterfall'),
]

/** A row of the file as the pair it holds. @throws ZodError when the file is not one of ours. */
export const readReviewRow = (row: Readonly<Record<string, unknown>>): ReviewPair =>
  reviewPairSchema.parse({
    ...row,
    left: JSON.parse(String(row.left)),
    right: JSON.parse(String(row.right)),
    waterfall: JSON.parse(String(row.waterfall)),
  })

/** The file's row of a pair. */
export const writeReviewRow = (pair: ReviewPair): Record<string, unknown> => ({
  ...pair,
  left: JSON.stringify(pair.left),
  right: JSON.stringify(pair.right),
  waterfall: JSON.stringify(pair.waterfall),
})
