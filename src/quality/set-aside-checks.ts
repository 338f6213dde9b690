import type { GateCheck } from './decide-verdict.ts'
import type { LossLimits } from './loss-checks.ts'
import { count, percent } from './phrases.ts'

/** How many values of a field of a source were given, and how many of them are not used. */
export interface AsideShare {
  readonly entity: string
  readonly field: string
  readonly said: number
  readonly aside: number
  readonly codes: readonly { readonly code: string; readonly message: string; readonly count: number }[]
}

export interface SetAsideFacts {
  /** What the source's table is called for people. */
  readonly title: string
  /** Whose values they are now, for the command that shows them. */
  readonly run: string
  readonly before: readonly AsideShare[]
  readonly after: readonly AsideShare[]
  /** What the release before is called: `release 3`. */
  readonly called: string
  readonly limits: LossLimits
}

/** One value more is everyday, whatever share that is. */
const LEAST = 2

/**
 * A source's values that are not used against the release before: a check for each field of which a larger share is set aside. A field
 * that nobody said anything of then, or now, has no share to compare. Total.
 */
export function setAsideChecks({ title, run, before, after, called, limits }: SetAsideFacts): GateCheck[] {
  const known = new Map(before.map((share) => [`${share.entity}.${share.field}`, share]))
  return after.flatMap((now): GateCheck[] => {
    const id = `${now.entity}.${now.field}`
    const then = known.get(id)
    if (then === undefined || then.said === 0 || now.said === 0) return []
    const growth = now.aside / now.said - then.aside / then.said
    if (now.aside - then.aside < LEAST || growth <= limits.warn) return []
    const blocks = growth > limits.block
    const limit = percent(blocks ? limits.block : limits.warn)
    return [
      {
        id: `set_aside.${id}`,
        severity: blocks ? 'error' : 'warning',
        outcome: 'failed',
        expected: `At most ${limit} more of the values of ${id} than in ${called} are set aside.`,
        found: `${told(`${id} of ${title}`, then, now, called)} ${mostGrown(then, now)}See them with: hotpass set-aside ${run} --out set-aside.xlsx`,
      },
    ]
  })
}

const told = (what: string, then: AsideShare, now: AsideShare, called: string): string =>
  `Of ${count(now.said)} values of ${what} ${count(now.aside)} (${percent(now.aside / now.said)}) were set aside; ` +
  `in ${called} it was ${count(then.aside)} of ${count(then.said)} (${percent(then.aside / then.said)}).`

/** The reason that grew most, and what its type says to do about it. */
function mostGrown(then: AsideShare, now: AsideShare): string {
  const before = new Map(then.codes.map(({ code, count: values }) => [code, values]))
  const grown = now.codes
    .map((one) => ({ ...one, was: before.get(one.code) ?? 0 }))
    .reduce<{ code: string; message: string; count: number; was: number } | undefined>(
      (most, one) => (most === undefined || one.count - one.was > most.count - most.was ? one : most),
      undefined,
    )
  return grown === undefined
    ? ''
    : `Most of it is ${grown.code} (${count(grown.count)}, then ${count(grown.was)}): ${grown.message} `
}
