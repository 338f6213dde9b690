import { join } from 'node:path'
import { contractById } from '../../contracts/registry.ts'
import { parquetFiles } from '../../engine/sql.ts'
import { contractColumns } from '../../ledger/dataset-columns.ts'
import type { DatasetId } from '../../ledger/datasets.ts'
import { plannedTable } from '../../ledger/planned-table.ts'
import type { PlannedContext } from '../../ledger/stage.ts'
import { fetchWork } from '../../ledger/work.ts'
import type { ConsolidateWork } from '../../ledger/works/consolidate-work.ts'
import { sha256 } from '../../storage/sha256.ts'
import { commitVersion } from '../../versions/commit-version.ts'
import { writeDataFile } from '../../versions/data-file.ts'

/** Commits a version of one dataset: staged, until a release names it. A version with the same content on the same base is found. */
export async function commitDataset(context: PlannedContext, dataset: DatasetId, work: ConsolidateWork) {
  const { store, plan } = context
  const { contentHash } = work.datasets[dataset]
  const contract = contractById(dataset)
  const base = plan.baseVersions[dataset]
  const columns = contract.fields.map(({ name, type, description, required }) => ({
    name,
    type,
    doc: description,
    required,
  }))
  return commitVersion({
    store,
    dataset: plannedTable(plan, dataset),
    columns,
    primaryKey: contract.fields.filter((field) => field.primaryKey).map(({ name }) => name),
    unbounded: contract.fields.filter(({ pii }) => pii !== 'none').map(({ name }) => name),
    mode: 'overwrite',
    commitId: sha256(`${dataset}\n${contentHash}\n${contract.version}\n${base ?? 0}`),
    contentHash,
    contractVersion: contract.version,
    nominalTime: new Date(plan.nominalTime),
    ...(base === undefined ? {} : { baseVersion: base }),
    data: async (fieldIds) => {
      const engine = await context.engine()
      const [path] = await fetchWork(context, [work.datasets[dataset]])
      const out = join(context.scratch, `${dataset}-${fieldIds.size}.parquet`)
      return [
        await writeDataFile(
          engine,
          `SELECT * FROM ${parquetFiles(path as string)}`,
          out,
          contractColumns(dataset),
          fieldIds,
        ),
      ]
    },
  })
}
