import type { Engine } from '../../engine/engine.ts'
import { type BaseDataset, columnsOf } from '../../ledger/base-version.ts'
import type { DecidedPair } from '../../resolve/review/index.ts'
import { resolveSql } from './resolve-sql.ts'

export interface OrganizationRows {
  /** By byte order: a record's position is its place. */
  readonly recordKeys: string[]
  readonly sourceRecordIds: string[]
  readonly baseEntityOf: (string | null)[]
  readonly baseEntities: string[]
}

/** The organization rows by position, and the entity each had in the base version. Needs table `organization`. */
export async function organizationRows(engine: Engine, base: BaseDataset): Promise<OrganizationRows> {
  const files = await base.files()
  const keyed = files.length === 0 || (await columnsOf(engine, files)).has('record_key')
  await engine.run(resolveSql.baseLinks(files, keyed))
  const rows: OrganizationRows = { recordKeys: [], sourceRecordIds: [], baseEntityOf: [], baseEntities: [] }
  for await (const { columns, rowCount } of engine.columns(resolveSql.organizationRows(keyed))) {
    for (let r = 0; r < rowCount; r++) {
      rows.recordKeys.push(columns[0]?.[r] as string)
      rows.sourceRecordIds.push(columns[1]?.[r] as string)
      rows.baseEntityOf.push((columns[2]?.[r] as string | null) ?? null)
    }
  }
  for await (const { columns } of engine.columns('SELECT DISTINCT entity_id FROM base_link'))
    rows.baseEntities.push(...(columns[0] as string[]))
  return rows
}

/** The place of a key in the sorted list, −1 when it is not there. */
export function positionOf(sorted: readonly string[], key: string): number {
  let [low, high] = [0, sorted.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = sorted[middle] as string
    if (found === key) return middle
    if (Buffer.compare(Buffer.from(found), Buffer.from(key)) < 0) low = middle + 1
    else high = middle - 1
  }
  return -1
}

/** A decided pair of record keys with the positions of its records, a < b. */
export function atPositions(pair: DecidedPair, sorted: readonly string[]): DecidedPair & { a: number; b: number } {
  const ends = [positionOf(sorted, pair.left), positionOf(sorted, pair.right)]
  return { ...pair, a: Math.min(...ends), b: Math.max(...ends) }
}
