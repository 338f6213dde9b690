import type { GateCheck } from './decide-verdict.ts'
import type { GatePolicy } from './gate-policy.ts'
import { count, percent } from './phrases.ts'

/** Two records of one entity that show a doubt, with masked values. */
export interface MergeExample {
  readonly entity: string
  readonly left: string
  readonly right: string
  readonly column: string | null
  readonly values: readonly [string | null, string | null]
}

type LimitedDoubt = keyof GatePolicy['doubtful_merges']

export interface MergeFacts {
  /** Published entities of several records. */
  readonly merged: number
  /** How many of them are doubted. */
  readonly doubts: Readonly<
    Record<
      LimitedDoubt | 'unique_source',
      { readonly entities: number; readonly examples: readonly MergeExample[] } | undefined
    >
  >
  /** The entity as commands name it; null where a domain has but one. */
  readonly named: string | null
}

const SHOWN = 2

const DOES = {
  unique_source: 'hold two records of one source that says `unique: true`',
  different_numbers: 'state two numbers where each has one',
  different_places: 'state two places',
  one_link: 'fall into two groups of records without one link',
} as const

/**
 * Whether entities of several records are what they seem, a check a doubt: one that holds two records of a source without duplicates is
 * an error; of the others the suite says which share of the entities of several records warns and which blocks. Total.
 */
export function mergeChecks(policy: GatePolicy, facts: MergeFacts): GateCheck[] {
  const limits: Readonly<Record<keyof typeof DOES, GatePolicy['doubtful_merges'][LimitedDoubt]>> = {
    unique_source: { warn_above: 0, block_above: 0 },
    ...policy.doubtful_merges,
  }
  return (['unique_source', 'different_numbers', 'different_places', 'one_link'] as const).map((doubt): GateCheck => {
    const { entities, examples } = facts.doubts[doubt] ?? { entities: 0, examples: [] }
    const { warn_above: usual, block_above: most = 1 } = limits[doubt]
    const share = facts.merged === 0 ? 0 : entities / facts.merged
    const [limit, severity] = share > most ? ([most, 'error'] as const) : ([usual, 'warning'] as const)
    const failed = share > limit
    const next = doubt === 'unique_source' ? MEND_THE_KEY : nextStep(facts, examples)
    const told = `${count(entities)} of ${count(facts.merged)} entities of several records do.`
    return {
      id: `merges.${doubt}`,
      severity: doubt === 'unique_source' ? 'error' : severity,
      outcome: failed ? 'failed' : 'passed',
      expected: `${limit === 0 ? 'No' : `At most ${percent(limit)} of the`} entities ${DOES[doubt]}.`,
      found: failed ? [told, ...examples.slice(0, SHOWN).map(exampleOf), next].join(' ') : told,
    }
  })
}

function exampleOf({ entity, left, right, column, values: [one, other] }: MergeExample): string {
  const said = (record: string, value: string | null) =>
    column === null || value === null ? record : `${record} (${column}: ${value})`
  return `${entity} is made of ${said(left, one)} and ${said(right, other)}.`
}

/** Such a run is blocked, so that its records are in no release to be looked at. */
const MEND_THE_KEY =
  'Correct the key of their source in domain.yaml, or take out `unique: true` where two of its rows may be one. What people decided of them: hotpass review decisions'

/** What to type; an id that holds the sign between two records can be named in no pair, so it is looked at only. */
function nextStep({ named }: MergeFacts, examples: readonly MergeExample[]): string {
  const [first] = examples
  if (first === undefined) return ''
  const pair = [first.left, first.right]
  const look = `Look at it: hotpass explain ${first.entity}`
  if (pair.some((record) => record.includes('~'))) return look
  const asked = `${word(pair.join('~'))}${named === null ? '' : ` --entity ${named}`} --why '…'`
  return `${look}; if it is two: hotpass review reject ${asked}; if it is one: hotpass review accept ${asked}`
}

const word = (text: string): string => (/^[\w./:@%+=,~-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)
