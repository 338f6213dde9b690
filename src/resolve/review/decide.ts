import { ContradictionError } from './errors.ts'
import { type Contradiction, describeDecision, judgeDecisions } from './judge-decisions.ts'
import { inOrder } from './pair-id.ts'
import { decisionsInForce, makeDecision, type ResolutionDecision } from './resolution-decision.ts'

/** What somebody says of a pair. */
export interface Ruling {
  readonly left: string
  readonly right: string
  readonly verdict: 'same' | 'different'
  readonly by: string
  readonly at: string
  readonly why: string
}

export interface Decided {
  /** New decisions, to be written. */
  readonly decisions: readonly ResolutionDecision[]
  /** Rulings that say what is in force already. */
  readonly repeated: number
}

/**
 * Turns rulings into decisions beside those that are there. A ruling that contradicts any, directly or through a chain, stops
 * all of them, each named; with `replace` it puts the contradicted decision about the same pair out of force instead.
 * @throws ContradictionError
 */
export function decide(
  existing: readonly ResolutionDecision[],
  rulings: readonly Ruling[],
  options: { readonly subject: ResolutionDecision['subject']; readonly replace: boolean },
): Decided {
  const about = existing.filter(({ subject }) => subject === options.subject)
  const decisions: ResolutionDecision[] = []
  let repeated = 0
  for (const ruling of rulings) {
    const [left, right] = inOrder(ruling.left, ruling.right)
    const inForce = decisionsInForce([...about, ...decisions]).filter(
      (decision) => decision.left === left && decision.right === right,
    )
    if (inForce.some(({ verdict }) => verdict === ruling.verdict)) {
      repeated++
      continue
    }
    decisions.push(
      makeDecision({
        ...ruling,
        subject: options.subject,
        replaces: options.replace ? inForce.map(({ id }) => id) : [],
      }),
    )
  }
  const fresh = new Set(decisions.map(({ id }) => id))
  const news = judgeDecisions([...about, ...decisions], () => true).contradictions.filter(
    ({ decision, against }) => fresh.has(decision.id) || against.some(({ id }) => fresh.has(id)),
  )
  if (news.length > 0) throw new ContradictionError(news.map((found) => sentence(found, fresh)))
  return { decisions, repeated }
}

/** Of two decisions the new one is the one to speak of, whichever was dated first. */
function sentence(found: Contradiction, fresh: ReadonlySet<string>): string {
  if (fresh.has(found.decision.id)) return found.message
  const culprit = found.against.find(({ id }) => fresh.has(id)) as ResolutionDecision
  return `Decision ${describeDecision(culprit)} contradicts ${describeDecision(found.decision)}, through ${found.against
    .map(describeDecision)
    .join(' and ')}.`
}
