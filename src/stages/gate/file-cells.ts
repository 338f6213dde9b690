import type { CellCount, CellDocument } from '../../ledger/cell-accounting.ts'
import { keys } from '../../ledger/keys.ts'
import type { PlannedContext } from '../../ledger/stage.ts'

/** Of the columns that are not published a run's result names so many; all stand in `cells.json`. */
const MOST_COLUMNS = 50

/** Keeps with the run what became of every cell. @returns what its result says */
export async function fileCells({ store, run }: PlannedContext, document: CellDocument): Promise<CellCount> {
  await store.put(keys.cells(run), JSON.stringify(document))
  const left = document.unfed.filter(({ is_used }) => !is_used)
  return {
    ...document.cells,
    not_published: {
      columns: left.length,
      cells: left.reduce((sum, { cells }) => sum + cells, 0),
      each: left.slice(0, MOST_COLUMNS).map(({ file, sheet, column, cells }) => ({ file, sheet, column, cells })),
    },
  }
}
