import type { ResolutionDecision } from './resolution-decision.ts'
import { toldKey } from './told-key.ts'

/** A decision as it may be shown: with the personal values in its records' keys masked. */
export const toldDecision = (decision: ResolutionDecision): ResolutionDecision => ({
  ...decision,
  left: toldKey(decision.left),
  right: toldKey(decision.right),
})
