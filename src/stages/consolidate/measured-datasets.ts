import type { Contract } from '../../contracts/index.ts'
import { parquetFiles, sqlName } from '../../engine/sql.ts'
import { measuredShard } from '../../ledger/measured-shard.ts'
import type { PinnedSuites } from '../../ledger/pinned-suites.ts'
import type { PlannedContext } from '../../ledger/stage.ts'
import type { MeasuredShard } from '../../ledger/works/measured-work.ts'
import type { WorkFile } from '../../ledger/works/work-file.ts'

/** Rows of a shard: whole row groups, so that each is read once. */
const SHARD_ROWS = 16 * 16_384

/** Measures the golden records, range by range: what a range holds in memory does not grow with the dataset. */
export async function measuredDatasets(
  context: PlannedContext,
  suites: PinnedSuites,
  datasets: Readonly<Record<string, WorkFile>>,
): Promise<MeasuredShard[]> {
  const measured: MeasuredShard[] = []
  for (const [dataset, file] of Object.entries(datasets)) {
    for (let from = 0; from < file.rows; from += SHARD_ROWS) {
      const to = Math.min(from + SHARD_ROWS, file.rows)
      measured.push(
        await measuredShard(context, suites, {
          dataset,
          files: [file],
          range: [from, to],
          table: (paths) =>
            `(FROM ${parquetFiles(paths, 'file_row_number = true')} WHERE file_row_number >= ${from} AND file_row_number < ${to})`,
          rows: to - from,
          place: placeOf(context.plan.domain.contract(dataset)),
        }),
      )
      context.progress(to, dataset)
    }
  }
  return measured
}

/** A row is known by its primary key; its parts are never personal in published datasets. */
function placeOf({ fields }: Contract): string {
  const key = fields.filter(({ primaryKey, pii }) => primaryKey && pii === 'none').map(({ name }) => name)
  return `concat_ws(' | ', ${key.map((name) => `CAST(${sqlName(name)} AS VARCHAR)`).join(', ')})`
}
