import { z } from 'zod'
import { parquetFiles } from '../../engine/sql.ts'
import { readJson } from '../../ledger/documents.ts'
import { keys } from '../../ledger/keys.ts'
import type { PlannedContext } from '../../ledger/stage.ts'
import { readShardRecords } from '../../ledger/stage-records.ts'
import { fetchWork } from '../../ledger/work.ts'
import type { RunAccount } from './accounting.ts'

/** Rows of each source table that Refine and Resolve held back, by the table's id; a table of which there are none is not in it. */
export async function heldBackRows(
  context: PlannedContext,
  quarantine: RunAccount['quarantine'],
): Promise<ReadonlyMap<string, number>> {
  const files = quarantine.flatMap((one) => (one.stage === 'ingest' ? [] : one.files))
  const found = new Map<string, number>()
  if (files.length === 0) return found
  const engine = await context.engine()
  const rows = await engine.rows<{ file: string; sheet: string; rows: number }>(
    `SELECT file, sheet, count(DISTINCT row_number) AS rows FROM ${parquetFiles(await fetchWork(context, files))} GROUP BY file, sheet`,
  )
  const tables = await tablesOfSheets(context)
  for (const { file, sheet, rows: held } of rows) {
    const table = tables.get(`${file}\n${sheet}`)
    if (table !== undefined) found.set(table, (found.get(table) ?? 0) + held)
  }
  return found
}

async function tablesOfSheets({ store, run }: PlannedContext): Promise<ReadonlyMap<string, string>> {
  const items = z.array(ingestItem).parse(await readJson(store, keys.items(run, 'ingest')))
  const fileOf = new Map(items.map(({ index, file }) => [index, file]))
  const ingests = await readShardRecords(store, run, 'Ingest')
  return new Map(
    ingests.flatMap(({ shard, work }) =>
      work.sheets.map(({ sheet, contract }) => [`${fileOf.get(shard ?? -1)}\n${sheet}`, contract] as const),
    ),
  )
}

/** What is read here of an item of Ingest. */
const ingestItem = z.object({ index: z.number().int(), file: z.string() })
