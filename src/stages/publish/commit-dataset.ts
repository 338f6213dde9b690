import { join } from 'node:path'
import { parquetFiles } from '../../engine/sql.ts'
import { columnsOfContract } from '../../ledger/dataset-columns.ts'
import { plannedTable } from '../../ledger/planned-table.ts'
import type { PlannedContext } from '../../ledger/stage.ts'
import { fetchWork } from '../../ledger/work.ts'
import type { ConsolidateWork } from '../../ledger/works/consolidate-work.ts'
import type { DatasetFile } from '../../ledger/works/work-file.ts'
import { sha256 } from '../../storage/sha256.ts'
import { commitVersion } from '../../versions/commit-version.ts'
import { writeDataFile } from '../../versions/data-file.ts'

/** What Consolidate made of a dataset. */
export function madeOf({ datasets }: ConsolidateWork, dataset: string): DatasetFile {
  const file = datasets[dataset]
  if (file === undefined) throw new Error(`Consolidate made no ${dataset}`)
  return file
}

/** Commits a version of one dataset: staged, until a release names it. A version with the same content on the same base is found. */
export async function commitDataset(context: PlannedContext, dataset: string, work: ConsolidateWork) {
  const { store, plan } = context
  const file = madeOf(work, dataset)
  const { contentHash } = file
  const contract = plan.domain.contract(dataset)
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
      const [path] = await fetchWork(context, [file])
      const out = join(context.scratch, `${dataset}-${fieldIds.size}.parquet`)
      return [
        await writeDataFile(
          engine,
          `SELECT * FROM ${parquetFiles(path as string)}`,
          out,
          columnsOfContract(contract),
          fieldIds,
        ),
      ]
    },
  })
}
