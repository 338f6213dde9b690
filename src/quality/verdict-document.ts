import { z } from 'zod'
import { datasetMetricsSchema } from './dataset-metrics.ts'

const count = z.int().nonnegative()
const word = z.enum(['passed', 'warned', 'blocked'])
const severity = z.enum(['error', 'warning', 'info'])

/** A recorded decision that let a blocked run through: who, when, why. */
export const gateRelease = z.strictObject({
  /** Key of the decision in the store. */
  decision: z.string(),
  by: z.string(),
  at: z.string(),
  why: z.string(),
  blockedRun: z.string(),
})
export type GateRelease = z.infer<typeof gateRelease>

/** What came of one expectation (`ExpectationResult`). */
const expectationResult = z.strictObject({
  dataset: z.string(),
  id: z.string(),
  type: z.string(),
  columns: z.array(z.string()).readonly(),
  severity,
  owner: z.string().nullable(),
  because: z.string().nullable(),
  origin: z.enum(['contract', 'suite']),
  outcome: z.enum(['passed', 'failed', 'uncertain']),
  passed: z.boolean(),
  expected: z.string(),
  found: z.string(),
  mostly: z.number(),
  checked: count,
  failed: count,
  observed: z.union([z.string(), z.number()]).nullable(),
  error: z.number().nullable(),
  row_condition: z.string().nullable(),
  examples: z.array(z.string()).readonly(),
  places: z
    .array(
      z.strictObject({
        file: z.string().optional(),
        sheet: z.string().optional(),
        row: z.number().optional(),
        key: z.string().optional(),
      }),
    )
    .readonly(),
  history: z.array(z.number()).readonly().nullable(),
})

/** `runs/<run>/verdict.json`: may this run be published, and why (not). Written for blocked runs too. */
export const verdictDocument = z.strictObject({
  format: z.literal(2),
  run: z.string(),
  pipeline: z.string(),
  nominalTime: z.string(),
  verdict: word,
  /** Sentences, those that block first; values in them are masked. */
  reasons: z.array(z.string()).readonly(),
  /** What a decision settles for later runs. */
  causes: z.array(z.string()).readonly().default([]),
  /** Set when a steward's decision let the run through. */
  released: gateRelease.nullable(),
  /** What a decision would let through: hash of the datasets' content and of what blocks. */
  subject: z.string(),
  rows: z.strictObject({
    read: count,
    blank: count,
    quarantined: count,
    attached: count,
    merged: count,
    published: count,
  }),
  datasets: z
    .array(
      z.strictObject({
        id: z.string(),
        kind: z.enum(['source', 'published']),
        title: z.string(),
        owner: z.string(),
        suite: z.strictObject({ name: z.string(), file: z.string(), sha256: z.string() }).nullable(),
        rows: count,
        quarantine: z.strictObject({ read: count, blank: count, rejected: count, rate: z.number() }).nullable(),
        verdict: word,
        checks: z
          .array(
            z.strictObject({
              id: z.string(),
              severity,
              outcome: z.enum(['passed', 'failed']),
              expected: z.string(),
              found: z.string(),
            }),
          )
          .readonly(),
        metrics: datasetMetricsSchema.nullable(),
      }),
    )
    .readonly(),
  expectations: z.array(expectationResult).readonly(),
})
export type VerdictDocument = z.infer<typeof verdictDocument>
