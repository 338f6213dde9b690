import { z } from 'zod'

/** What a steward decided about one blocked run: `decisions/gate/<pipeline>/<run>.json`, create-only. */
export const gateDecision = z.strictObject({
  format: z.literal(1),
  kind: z.literal('gate'),
  run: z.string(),
  pipeline: z.string(),
  /** Of the blocked run's verdict: other data, or other reasons, are not let through. */
  subject: z.string().regex(/^[0-9a-f]{64}$/),
  /** What blocked, as it was read when deciding. */
  reasons: z.array(z.string()).readonly(),
  /** What later runs are not asked again, until it is another: that a source's text is in an encoding. */
  causes: z.array(z.string()).readonly().default([]),
  by: z.string().min(1).max(200),
  at: z.iso.datetime(),
  why: z.string().min(1).max(2000),
})
export type GateDecision = z.infer<typeof gateDecision>

export const gateDecisionKey = (pipeline: string, run: string): string => `decisions/gate/${pipeline}/${run}.json`
