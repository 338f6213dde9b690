import { z } from 'zod'
import { canonicalJson } from '../../storage/canonical-json.ts'
import { entityId } from '../entity-id.ts'
import { inOrder } from './pair-id.ts'

const line = z.string().trim().min(1).max(2000)

/** The dataset of the entity whose records are decided on. */
export const subjectSchema = z.string().regex(/^[a-z][a-z0-9_]*$/)

/** What a steward said of two source records. Decisions are never changed: a later one `replaces` earlier ones, or `withdraws` them. */
const resolutionDecisionSchema = z.strictObject({
  id: z.string().regex(/^dec_[a-z2-7]{20}$/),
  subject: subjectSchema,
  /** `same`: never apart; `different`: never together; `withdrawn`: what it replaces holds no longer, and nothing is said. */
  verdict: z.enum(['same', 'different', 'withdrawn']),
  /** Source record keys, the lesser first. */
  left: line,
  right: line,
  /** Ids of earlier decisions that this one puts out of force. */
  replaces: z.array(z.string()),
  by: line,
  at: z.iso.datetime(),
  why: line,
})
export type ResolutionDecision = z.infer<typeof resolutionDecisionSchema>

/** `decisions/resolution/<pipeline>/….json`: what was decided in one go. */
export const decisionFileSchema = z.strictObject({
  format: z.literal(1),
  kind: z.literal('resolution'),
  decisions: z.array(resolutionDecisionSchema).min(1),
})

/** Makes a decision; its id is made of everything it says. */
export function makeDecision(said: Omit<ResolutionDecision, 'id'>): ResolutionDecision {
  const [left, right] = inOrder(said.left, said.right)
  const decision = { ...said, left, right, replaces: [...said.replaces].sort() }
  return resolutionDecisionSchema.parse({ id: entityId('dec', canonicalJson(decision)), ...decision })
}

/** In the order they were made. */
export const inTime = (decisions: Iterable<ResolutionDecision>): ResolutionDecision[] =>
  [...new Map([...decisions].map((decision) => [decision.id, decision])).values()].sort(
    (a, b) => compare(a.at, b.at) || compare(a.id, b.id),
  )

/** The decisions in force: those that no other puts out of force, without the withdrawals. */
export function decisionsInForce(decisions: Iterable<ResolutionDecision>): ResolutionDecision[] {
  const all = inTime(decisions)
  const replaced = new Set(all.flatMap((decision) => decision.replaces))
  return all.filter(({ id, verdict }) => verdict !== 'withdrawn' && !replaced.has(id))
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)
