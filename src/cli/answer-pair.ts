import { writeDecisions } from '../resolve/review/decision-files.ts'
import { ContradictionError } from '../resolve/review/errors.ts'
import type { ResolutionDecision, ReviewPair } from '../resolve/review/index.ts'
import { decisionsInForce, makeDecision } from '../resolve/review/resolution-decision.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { decideEach } from './decide-each.ts'
import { decisionsAbout } from './review-queue.ts'

/** What became of an answer. */
export type Answered =
  | { readonly outcome: 'decided'; readonly decision: ResolutionDecision; readonly key: string }
  /** Somebody said so before. */
  | { readonly outcome: 'repeated' }
  /** Earlier decisions say otherwise; nothing was decided. */
  | { readonly outcome: 'contradicts'; readonly messages: readonly string[] }

/** Who answers, and why. */
export interface Answering {
  readonly by: string
  readonly why: string
}

/** Keeps an answer about a pair as a decision, at once: whoever closes the terminal or the page loses none. */
export async function answerPair(
  store: ObjectStore,
  pipeline: string,
  { subject, left_key: left, right_key: right }: Pick<ReviewPair, 'subject' | 'left_key' | 'right_key'>,
  verdict: 'same' | 'different',
  { by, why }: Answering,
): Promise<Answered> {
  const at = new Date().toISOString()
  try {
    const existing = await decisionsAbout(store, pipeline)
    const { decisions } = decideEach(existing, [{ subject, ruling: { left, right, verdict, by, at, why } }], false)
    const [decision] = decisions
    if (decision === undefined) return { outcome: 'repeated' }
    return { outcome: 'decided', decision, key: await writeDecisions(store, pipeline, decisions) }
  } catch (error) {
    if (error instanceof ContradictionError) return { outcome: 'contradicts', messages: error.messages }
    throw error
  }
}

/** Takes an answer back: the pair is open again. False where no such decision is in force. */
export async function withdrawAnswer(
  store: ObjectStore,
  pipeline: string,
  id: string,
  { by, why }: Answering,
): Promise<boolean> {
  const found = decisionsInForce(await decisionsAbout(store, pipeline)).find((decision) => decision.id === id)
  if (found === undefined) return false
  const { subject, left, right } = found
  const at = new Date().toISOString()
  await writeDecisions(store, pipeline, [
    makeDecision({ subject, left, right, verdict: 'withdrawn', replaces: [id], by, at, why }),
  ])
  return true
}
