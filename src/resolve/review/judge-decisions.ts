import { inOrder } from './pair-id.ts'
import { decisionsInForce, type ResolutionDecision } from './resolution-decision.ts'
import { toldKey } from './told-key.ts'

/** A decision that cannot hold beside earlier ones: it is set aside until one of them is withdrawn. */
export interface Contradiction {
  readonly decision: ResolutionDecision
  /** The earlier decisions it contradicts, together: one for the same pair, several for a chain. */
  readonly against: readonly ResolutionDecision[]
  /** One sentence that names them all. */
  readonly message: string
}

export interface VanishedDecision {
  readonly decision: ResolutionDecision
  readonly missing: readonly string[]
  /** One sentence that names it. */
  readonly message: string
}

export interface JudgedDecisions {
  /** Pairs of record keys that must be one, and that must not be. Only keys that are there. */
  readonly mustLink: readonly DecidedPair[]
  readonly cannotLink: readonly DecidedPair[]
  readonly contradictions: readonly Contradiction[]
  /** Decisions about records that are not in this run's sources. They are kept, and hold again when the record returns. */
  readonly vanished: readonly VanishedDecision[]
  /** Decisions in force that the run applies. */
  readonly applied: number
}

export interface DecidedPair {
  readonly left: string
  readonly right: string
  readonly decision: ResolutionDecision
}

/**
 * What the decisions in force ask of a run. They are taken in the order they were made; one that contradicts those before it,
 * directly or through a chain (A is B, B is C, but A is not C), is set aside by name, so that what is asked can always be
 * done. Decisions reach through records that have vanished: A is X and X is B still means A is B.
 * @param present whether a record key is in the run
 */
export function judgeDecisions(
  decisions: Iterable<ResolutionDecision>,
  present: (recordKey: string) => boolean,
): JudgedDecisions {
  const groups = new RecordGroups()
  const contradictions: Contradiction[] = []
  const vanished: VanishedDecision[] = []
  const standing: ResolutionDecision[] = []
  for (const decision of decisionsInForce(decisions)) {
    const { left, right, verdict } = decision
    const missing = [left, right].filter((key) => !present(key))
    if (missing.length > 0) vanished.push({ decision, missing, message: vanishedMessage(decision, missing) })
    const against = verdict === 'same' ? groups.whatForbidsJoining(left, right) : groups.path(left, right)
    if (against !== undefined) {
      contradictions.push({ decision, against, message: contradictionMessage(decision, against) })
      continue
    }
    if (verdict === 'same') groups.join(decision)
    else groups.part(decision)
    standing.push(decision)
  }
  return {
    ...groups.ask(present),
    contradictions,
    vanished,
    applied: standing.filter(({ left, right }) => present(left) && present(right)).length,
  }
}

/** Who said what of which records, with the decision's id. Personal values in the records' keys are masked. */
export const describeDecision = ({ id, verdict, left, right, by, at, why }: ResolutionDecision): string =>
  `${id} (${toldKey(left)} and ${toldKey(right)} are ${verdict === 'same' ? 'the same' : 'different'}; ${by}, ${at.slice(0, 10)}: ${why})`

const vanishedMessage = (decision: ResolutionDecision, missing: readonly string[]): string =>
  `Decision ${describeDecision(decision)} is about ${missing.map(toldKey).join(' and ')}, which no source has now. It is kept, and holds again when the record returns.`

function contradictionMessage(decision: ResolutionDecision, against: readonly ResolutionDecision[]): string {
  const [only] = against
  const direct =
    against.length === 1 && only !== undefined && only.left === decision.left && only.right === decision.right
  return `Decision ${describeDecision(decision)} contradicts ${direct ? '' : 'what follows from '}${against
    .map(describeDecision)
    .join(' and ')}.`
}

/** Groups of records that decisions joined, and the pairs of groups that decisions keep apart. */
class RecordGroups {
  readonly #parent = new Map<string, string>()
  readonly #joins = new Map<string, ResolutionDecision[]>()
  readonly #parted: ResolutionDecision[] = []
  /** By the name of a group. */
  readonly #walls = new Map<string, ResolutionDecision[]>()

  #find(key: string): string {
    let root = key
    for (let up = this.#parent.get(root); up !== undefined; up = this.#parent.get(root)) root = up
    for (let at = key, up = this.#parent.get(at); up !== undefined && up !== root; at = up, up = this.#parent.get(at))
      this.#parent.set(at, root)
    return root
  }

  join(decision: ResolutionDecision): void {
    const a = this.#find(decision.left)
    const b = this.#find(decision.right)
    if (a !== b) {
      const [root, child] = a < b ? [a, b] : [b, a]
      this.#parent.set(child, root)
      const walls = this.#walls.get(child)
      if (walls !== undefined) append(this.#walls, root, ...walls)
      this.#walls.delete(child)
    }
    for (const key of [decision.left, decision.right]) append(this.#joins, key, decision)
  }

  part(decision: ResolutionDecision): void {
    this.#parted.push(decision)
    for (const key of [decision.left, decision.right]) append(this.#walls, this.#find(key), decision)
  }

  /** The shortest chain of joining decisions from one record to another; undefined when none connects them. */
  path(from: string, to: string): ResolutionDecision[] | undefined {
    if (this.#find(from) !== this.#find(to)) return undefined
    const came = new Map<string, ResolutionDecision | undefined>([[from, undefined]])
    const queue = [from]
    for (let index = 0; index < queue.length && !came.has(to); index++) {
      const at = queue[index] as string
      for (const decision of this.#joins.get(at) ?? []) {
        const next = decision.left === at ? decision.right : decision.left
        if (came.has(next)) continue
        came.set(next, decision)
        queue.push(next)
      }
    }
    const chain: ResolutionDecision[] = []
    for (let at = to, step = came.get(at); step !== undefined; step = came.get(at)) {
      chain.unshift(step)
      at = step.left === at ? step.right : step.left
    }
    return chain
  }

  /** The decisions that keep these two records' groups apart, with the chains that lead there; undefined when none does. */
  whatForbidsJoining(left: string, right: string): ResolutionDecision[] | undefined {
    const a = this.#find(left)
    const b = this.#find(right)
    if (a === b) return undefined
    for (const wall of this.#walls.get(a) ?? []) {
      const [near, far] = this.#find(wall.left) === a ? [wall.left, wall.right] : [wall.right, wall.left]
      if (this.#find(far) === b) return [...(this.path(left, near) ?? []), wall, ...(this.path(far, right) ?? [])]
    }
    return undefined
  }

  /** What the groups ask of the records that are present: a chain through each group, and one pair for each wall. */
  ask(present: (key: string) => boolean): { mustLink: DecidedPair[]; cannotLink: DecidedPair[] } {
    const members = new Map<string, string[]>()
    for (const key of [...this.#joins.keys()].sort()) if (present(key)) append(members, this.#find(key), key)
    const mustLink: DecidedPair[] = []
    for (const [left = '', ...rest] of members.values())
      for (const right of rest) {
        const [decision] = this.path(left, right) ?? []
        if (decision !== undefined) mustLink.push({ left, right, decision })
      }
    const representative = (key: string): string | undefined => (present(key) ? key : members.get(this.#find(key))?.[0])
    const cannotLink: DecidedPair[] = []
    for (const decision of this.#parted) {
      const left = representative(decision.left)
      const right = representative(decision.right)
      if (left === undefined || right === undefined) continue
      const [lesser, greater] = inOrder(left, right)
      cannotLink.push({ left: lesser, right: greater, decision })
    }
    return { mustLink, cannotLink }
  }
}

function append<T>(lists: Map<string, T[]>, key: string, ...values: T[]): void {
  const known = lists.get(key)
  if (known === undefined) lists.set(key, values)
  else known.push(...values)
}
