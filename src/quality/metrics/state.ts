import { type DistinctState, mergeDistinct } from './distinct-sketch.ts'
import { mergeQuantiles, type QuantileState } from './quantile-sketch.ts'

/** Where a row is: `at` is its row number in a sheet, or its primary key in a published dataset. */
export interface Place {
  readonly file?: string
  readonly sheet?: string
  readonly at: number | string
}

export interface Sample extends Place {
  /** Masked by PII class before it leaves the shard; null where there is no value. */
  readonly shown: string | null
}

/** One piece of the order of a dataset: what holds inside it, and its ends. */
export interface Segment {
  readonly from: Place
  readonly to: Place
  readonly first: number | string
  readonly last: number | string
}

/** Keys of one shard, sorted by hash: in a file of columns `hi`, `lo` and `place`, or, when they are few, here. */
export type KeyPiece = {
  /** The sheet whose rows they are. */
  readonly file?: string
  readonly sheet?: string
} & (
  | { readonly path: string }
  | {
      /** 32 hexadecimal digits a key. */
      readonly hashes: string
      readonly places: readonly (number | string)[]
    }
)

/** What a shard says to a metric. Plain JSON, and mergeable: any split and any order of merging gives the same. */
export type MetricState =
  | {
      readonly kind: 'predicate'
      readonly checked: number
      readonly failed: number
      readonly samples: readonly Sample[]
    }
  | { readonly kind: 'counts'; readonly counts: readonly number[] }
  | {
      readonly kind: 'numbers'
      /** Finite numbers. */
      readonly n: number
      readonly nan: number
      readonly infinite: number
      /** Numbers beyond ±1e18, which the exact sum leaves out. */
      readonly beyond: number
      /** Numbers beyond ±1e9, whose squares are left out. */
      readonly wide: number
      /** Sum in units of 1e-9. */
      readonly sum: string
      /** Sum of squares in units of 1e-9. */
      readonly squares: string
      readonly min: number | null
      readonly max: number | null
    }
  | {
      readonly kind: 'extremes'
      readonly n: number
      /** Whether the texts are numbers, to be compared by size. */
      readonly numeric: boolean
      readonly min: string | null
      readonly max: string | null
    }
  | {
      readonly kind: 'values'
      readonly n: number
      /** Above so many different values there are no counts. */
      readonly most: number
      readonly counts: Readonly<Record<string, number>> | null
    }
  | QuantileState
  | DistinctState
  | { readonly kind: 'keys'; readonly n: number; readonly pieces: readonly KeyPiece[] }
  /** Kinds by column, sorted; columns without any are left out. */
  | { readonly kind: 'personal_text'; readonly found: Readonly<Record<string, readonly string[]>> }
  | {
      readonly kind: 'order'
      readonly n: number
      /** Neighbours inside the segments that stand in the wrong order. */
      readonly failed: number
      readonly samples: readonly Sample[]
      readonly segments: readonly Segment[]
    }

export type StateOf<K extends MetricState['kind']> = Extract<MetricState, { kind: K }>

/** How many failing rows a state remembers: the first ones by place, so that every split remembers the same. */
export const MAX_SAMPLES = 20

/** Byte order of texts, size of numbers; numbers before texts. */
export function comparePlaces(left: Place, right: Place): number {
  return (
    compareScalars(left.file ?? '', right.file ?? '') ||
    compareScalars(left.sheet ?? '', right.sheet ?? '') ||
    compareScalars(left.at, right.at)
  )
}

/** DuckDB's order: numbers by size, texts by their UTF-8 bytes. */
export function compareScalars(left: number | string, right: number | string): number {
  if (typeof left === 'number' && typeof right === 'number') return left < right ? -1 : left > right ? 1 : 0
  if (typeof left !== 'string' || typeof right !== 'string') return typeof left === 'number' ? -1 : 1
  if (left === right) return 0
  return Buffer.compare(Buffer.from(left), Buffer.from(right))
}

/**
 * All states of one metric as one. A single state is returned as it is.
 * @throws TypeError for states of different kinds, which is a bug.
 */
export function mergeStates(states: readonly MetricState[]): MetricState {
  const [first] = states
  if (first === undefined) throw new TypeError('there is no state to merge')
  if (states.length === 1) return first
  if (states.some(({ kind }) => kind !== first.kind))
    throw new TypeError('states of different metrics cannot be merged')
  switch (first.kind) {
    case 'predicate': {
      const all = states as readonly StateOf<'predicate'>[]
      return {
        kind: 'predicate',
        checked: total(all, ({ checked }) => checked),
        failed: total(all, ({ failed }) => failed),
        samples: firstSamples(all.flatMap(({ samples }) => samples)),
      }
    }
    case 'counts': {
      const all = states as readonly StateOf<'counts'>[]
      return { kind: 'counts', counts: first.counts.map((_, at) => total(all, ({ counts }) => counts[at] ?? 0)) }
    }
    case 'numbers':
      return mergeNumbers(states as readonly StateOf<'numbers'>[])
    case 'extremes': {
      const all = states as readonly StateOf<'extremes'>[]
      return {
        kind: 'extremes',
        n: total(all, ({ n }) => n),
        numeric: first.numeric,
        min: furthest(
          -1,
          first.numeric,
          all.map(({ min }) => min),
        ),
        max: furthest(
          1,
          first.numeric,
          all.map(({ max }) => max),
        ),
      }
    }
    case 'values':
      return mergeValues(states as readonly StateOf<'values'>[])
    case 'quantiles':
      return mergeQuantiles(states as readonly QuantileState[])
    case 'distinct':
      return mergeDistinct(states as readonly DistinctState[])
    case 'keys': {
      const all = states as readonly StateOf<'keys'>[]
      return { kind: 'keys', n: total(all, ({ n }) => n), pieces: all.flatMap(({ pieces }) => pieces) }
    }
    case 'personal_text': {
      const kinds = new Map<string, Set<string>>()
      for (const { found } of states as readonly StateOf<'personal_text'>[])
        for (const [column, own] of Object.entries(found))
          kinds.set(column, new Set([...(kinds.get(column) ?? []), ...own]))
      const sorted = [...kinds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([column, own]) => [column, [...own].sort()])
      return { kind: 'personal_text', found: Object.fromEntries(sorted) }
    }
    case 'order': {
      const all = states as readonly StateOf<'order'>[]
      return {
        kind: 'order',
        n: total(all, ({ n }) => n),
        failed: total(all, ({ failed }) => failed),
        samples: firstSamples(all.flatMap(({ samples }) => samples)),
        segments: all.flatMap(({ segments }) => segments).sort((a, b) => comparePlaces(a.from, b.from)),
      }
    }
  }
}

const total = <T>(states: readonly T[], pick: (state: T) => number): number =>
  states.reduce((sum, state) => sum + pick(state), 0)

export const firstSamples = (samples: readonly Sample[]): Sample[] =>
  samples.toSorted(comparePlaces).slice(0, MAX_SAMPLES)

/** A text of DuckDB's as the value it stands for. */
export const scalarOf = (text: string, numeric: boolean): number | string => {
  if (!numeric) return text
  return /^[+-]?inf/.test(text)
    ? text.startsWith('-')
      ? Number.NEGATIVE_INFINITY
      : Number.POSITIVE_INFINITY
    : Number(text)
}

function furthest(direction: 1 | -1, numeric: boolean, values: readonly (string | null)[]): string | null {
  let found: string | null = null
  for (const value of values) {
    if (value === null) continue
    if (found === null || direction * compareScalars(scalarOf(value, numeric), scalarOf(found, numeric)) > 0)
      found = value
  }
  return found
}

function mergeNumbers(states: readonly StateOf<'numbers'>[]): MetricState {
  let sum = 0n
  let squares = 0n
  let min: number | null = null
  let max: number | null = null
  for (const state of states) {
    sum += BigInt(state.sum)
    squares += BigInt(state.squares)
    if (state.min !== null) min = min === null ? state.min : Math.min(min, state.min)
    if (state.max !== null) max = max === null ? state.max : Math.max(max, state.max)
  }
  return {
    kind: 'numbers',
    n: total(states, ({ n }) => n),
    nan: total(states, ({ nan }) => nan),
    infinite: total(states, ({ infinite }) => infinite),
    beyond: total(states, ({ beyond }) => beyond),
    wide: total(states, ({ wide }) => wide),
    sum: String(sum),
    squares: String(squares),
    min,
    max,
  }
}

function mergeValues(states: readonly StateOf<'values'>[]): MetricState {
  const n = total(states, (state) => state.n)
  const most = Math.min(...states.map((state) => state.most))
  const counts = new Map<string, number>()
  for (const state of states) {
    if (state.counts === null) return { kind: 'values', n, most, counts: null }
    for (const [value, count] of Object.entries(state.counts)) counts.set(value, (counts.get(value) ?? 0) + count)
  }
  if (counts.size > most) return { kind: 'values', n, most, counts: null }
  const ordered = [...counts].sort(([a], [b]) => compareScalars(a, b))
  return { kind: 'values', n, most, counts: Object.fromEntries(ordered) }
}
