import type { StageContext } from './stage.ts'
import { readShardRecords } from './stage-records.ts'

/** What Ingest found of a source table, in all files of it. */
export interface MappedColumns {
  /** Field → the header that it was found under, as it may be shown. */
  readonly mapped: Readonly<Record<string, string>>
  /** Headers that no field was found for. */
  readonly unmapped: readonly string[]
  /** Rows that are not blank. */
  readonly rows: number
}

/** By the table's id; a table of which no sheet was there is not in it. */
export async function mappedColumns({
  store,
  run,
}: Pick<StageContext, 'store' | 'run'>): Promise<ReadonlyMap<string, MappedColumns>> {
  const ingests = await readShardRecords(store, run, 'Ingest')
  const found = new Map<string, MappedColumns>()
  for (const { contract, mapped, unmapped, read, blank } of ingests.flatMap(({ work }) => work.sheets)) {
    const sum = found.get(contract)
    found.set(contract, {
      mapped: { ...sum?.mapped, ...Object.fromEntries(mapped.map(({ field, header }) => [field, header])) },
      unmapped: [...new Set([...(sum?.unmapped ?? []), ...unmapped])],
      rows: (sum?.rows ?? 0) + read - blank,
    })
  }
  return found
}
