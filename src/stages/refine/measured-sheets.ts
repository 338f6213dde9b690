import { parquetFiles } from '../../engine/sql.ts'
import { measuredShard } from '../../ledger/measured-shard.ts'
import type { PinnedSuites } from '../../ledger/pinned-suites.ts'
import type { PlannedContext } from '../../ledger/stage.ts'
import type { IngestedSheet } from '../../ledger/works/ingest-work.ts'
import type { MeasuredShard } from '../../ledger/works/measured-work.ts'
import type { WorkFile } from '../../ledger/works/work-file.ts'

/** A part that a shard of Refine reads, and the sheet it is part of. */
export interface SheetPart {
  readonly sheet: IngestedSheet
  readonly file: WorkFile
}

/** Measures the source rows that a shard of Refine reads, sheet by sheet: those that passed their contract, as they came. */
export async function measuredSheets(
  context: PlannedContext,
  suites: PinnedSuites,
  file: string,
  parts: readonly SheetPart[],
): Promise<MeasuredShard[]> {
  const measured: MeasuredShard[] = []
  for (const sheet of new Set(parts.map((part) => part.sheet))) {
    const files = parts.filter((part) => part.sheet === sheet).map((part) => part.file)
    measured.push(
      await measuredShard(context, suites, {
        dataset: sheet.contract,
        files,
        // A shard may have every third part of a sheet: rows follow one another within a part alone.
        table: (paths) => `${parquetFiles(paths, "filename = 'part_of_sheet'")}`,
        run: 'part_of_sheet',
        rows: files.reduce((sum, { rows }) => sum + rows, 0),
        place: 'row_number',
        origin: { file, sheet: sheet.sheet },
      }),
    )
  }
  return measured
}
