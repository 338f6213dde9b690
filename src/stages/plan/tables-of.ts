import { TableSharedError } from '../../ledger/errors.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { datasetsOfPipeline, listPipelines, locateTable } from '../../versions/find-dataset.ts'
import { isOldTable, tableKeys } from '../../versions/table-keys.ts'

/** Where the pipeline has its datasets. @throws TableSharedError */
export async function tablesOf(
  store: ObjectStore,
  pipeline: string,
  datasets: readonly string[],
): Promise<Record<string, string>> {
  const tables: Record<string, string> = {}
  for (const dataset of datasets) tables[dataset] = await locateTable(store, pipeline, dataset)
  const old = Object.values(tables).filter(isOldTable)
  if (old.length === 0) return tables
  // Continuing there would put this pipeline's rows after the other's, in one history.
  for (const other of await listPipelines(store))
    for (const { table } of other === pipeline ? [] : await datasetsOfPipeline(store, other))
      if (old.includes(table)) throw new TableSharedError(store.uri(tableKeys.root(table)), [pipeline, other])
  return tables
}
