import { gammasOf } from '../comparing/pattern-code.ts'
import type { PreparedRecords } from '../records/prepare-records.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'
import type { LinkageModel } from '../training/linkage-model.ts'

/** A kind of pairs of which fewer are one is no link, whatever else agrees: more than one in twenty would be two branches. */
const LEAST_ONE = 0.95

export interface BranchChances {
  /** By pattern, the share of pairs that are one entity among those that are one or two of one group; 1 where it is not told. */
  readonly oneShare: ReadonlyMap<number, number>
  /** Patterns of pairs that may well be two branches. */
  readonly likely: readonly number[]
}

/** How likely pairs that have all else in common are two branches of one group, by where both are. */
export function branchChances(
  patterns: readonly number[],
  { options }: LinkageSettings,
  records: PreparedRecords,
  model: LinkageModel,
): BranchChances {
  const { branches = 0, prior } = model
  if (branches === 0 || options.place_columns.length === 0) return { oneShare: new Map(), likely: [] }
  const places = model.comparisons.map(({ name, levels }) =>
    options.place_columns.includes(name) ? levels.map(({ m, u, shared = 0 }) => (u - shared) / m) : null,
  )
  const oneShare = new Map(
    patterns.map((pattern) => {
      const known = gammasOf(records.code, pattern).flatMap((gamma, at) =>
        gamma < 0 ? [] : (places[at]?.[gamma] ?? []),
      )
      return [pattern, 1 / (1 + known.reduce((odds, one) => odds * one, branches / prior))]
    }),
  )
  return { oneShare, likely: [...oneShare].flatMap(([pattern, share]) => (share < LEAST_ONE ? [pattern] : [])) }
}
