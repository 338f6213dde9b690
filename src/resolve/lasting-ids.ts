import { type IdentityChange, stableIds } from './stable-ids.ts'

export interface LastingIdsInput {
  readonly prefix: string
  /** What each row is known by, in any order, none twice. */
  readonly keys: readonly string[]
  /** The cluster of each row: any number that its members share. */
  readonly clusterOf: ArrayLike<number>
  /** The entity that each row had in the earlier result; null for a row that is new. */
  readonly baseEntityOf: readonly (string | null)[]
  readonly baseEntities: readonly string[]
  /** Ids that ended in some result before that one: nobody gets them again. */
  readonly retired: readonly string[]
}

export interface LastingIds {
  /** Of each row, in the order of the keys. */
  readonly ids: readonly string[]
  readonly changes: readonly Omit<IdentityChange, 'records'>[]
  /** All ids that name nobody any more. */
  readonly retired: readonly string[]
}

/** Ids of entities that last from one result to the next, whatever order their rows come in ({@link stableIds}). */
export function lastingIds({ prefix, keys, clusterOf, ...base }: LastingIdsInput): LastingIds {
  const bytes = keys.map((key) => Buffer.from(key))
  const order = [...keys.keys()].sort((a, b) => Buffer.compare(bytes[a] as Buffer, bytes[b] as Buffer))
  const gone = new Set(base.retired)
  const found = stableIds({
    prefix,
    recordKeys: order.map((row) => keys[row] as string),
    clusterOf: order.map((row) => clusterOf[row] as number),
    baseEntityOf: order.map((row) => base.baseEntityOf[row] ?? null),
    baseEntities: [...base.baseEntities, ...base.retired],
  })
  const ids = new Array<string>(keys.length)
  for (const [place, row] of order.entries()) ids[row] = found.ids[place] as string
  const living = new Set(ids)
  return {
    ids,
    changes: found.changes
      .filter(({ change, entityId }) => change !== 'died' || !gone.has(entityId))
      .map(({ records: _, ...change }) => change),
    retired: [...new Set([...base.retired, ...base.baseEntities])].filter((id) => !living.has(id)).sort(),
  }
}
