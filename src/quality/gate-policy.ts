import { z } from 'zod'

const share = z.number().min(0).max(1)
const rows = z.int().min(0)
/** Shares of the entities of several records: more than the first warns, more than the second blocks. */
const doubtLimit = z.strictObject({ warn_above: share.default(0), block_above: share.optional() }).prefault({})
const action = z.enum(['block', 'warn', 'ignore'])

/** What the gate makes of a dataset's results. Part of its suite, so that a steward owns both in one file. */
export const gatePolicySchema = z.strictObject({
  /** What a failing expectation of each severity does. */
  on_error: action.default('block'),
  on_warning: action.default('warn'),
  /** What an answer too near its bound to tell does. */
  on_uncertain: action.default('warn'),
  /** What a breaking change of a published contract without a higher major version does. */
  on_contract_break: action.default('block'),
  /** Share of a source's rows that its contract rejected. */
  quarantine_rate: z.strictObject({ warn_above: share.optional(), block_above: share.optional() }).default({}),
  /**
   * Entities of several records that a person should look at: they state different numbers of which each has one, or different regions
   * or postcodes, or one link alone holds two groups of their records together.
   */
  doubtful_merges: z
    .strictObject({ different_numbers: doubtLimit, different_places: doubtLimit, one_link: doubtLimit })
    .prefault({}),
  /** How many rows the dataset has. */
  rows: z
    .strictObject({
      warn_below: rows.optional(),
      block_below: rows.optional(),
      warn_above: rows.optional(),
      block_above: rows.optional(),
    })
    .default({}),
})
export type GatePolicy = z.output<typeof gatePolicySchema>

export const DEFAULT_POLICY: GatePolicy = gatePolicySchema.parse({})
