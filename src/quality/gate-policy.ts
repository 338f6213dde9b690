import { z } from 'zod'

const share = z.number().min(0).max(1)
const rows = z.int().min(0)
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
