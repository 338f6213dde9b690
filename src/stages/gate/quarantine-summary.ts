import { join } from 'node:path'
import { parquetFiles } from '../../engine/sql.ts'
import { keys } from '../../ledger/keys.ts'
import type { PlannedContext } from '../../ledger/stage.ts'
import type { SiteQuarantine } from '../../site/index.ts'

/** Kinds of rejection that a summary holds, the most frequent ones. */
const MOST = 500

/** Writes what was held back and why, by kind, for people: `runs/<run>/quarantine.json`. Values are masked already. */
export async function summariseQuarantine(
  context: PlannedContext,
  filed: readonly { readonly key: string; readonly rows: number }[],
): Promise<void> {
  const summary: SiteQuarantine[] = []
  for (const { key } of filed) {
    const stage = /([^/]+)\.parquet$/.exec(key)?.[1] ?? ''
    const path = await context.store.fetchFile(key, join(context.scratch, 'quarantine'))
    const engine = await context.engine()
    const kinds = await engine.rows<Omit<SiteQuarantine, 'stage'>>(
      `SELECT file, sheet, rule, field, count(*) AS rows, min(message) AS message, min(value) AS example
       FROM ${parquetFiles([path])} GROUP BY file, sheet, rule, field ORDER BY rows DESC, file, sheet, rule, field LIMIT ${MOST}`,
    )
    summary.push(...kinds.map((kind) => ({ stage, ...kind })))
  }
  await context.store.put(keys.quarantineSummary(context.run), JSON.stringify(summary.slice(0, MOST)))
}
