import { eraseCsvCells } from '../erase-csv-cells.ts'
import { openCsv } from '../open-csv.ts'
import type { TextFormat } from '../source-format.ts'

/** Delimited text: what any text is that is nothing else. */
export const csvFormat: TextFormat = {
  kind: 'text',
  id: 'csv',
  endings: ['.csv', '.tsv', '.txt'],
  isLike: () => true,
  open: ({ path, head, sheet, place, limits }) => openCsv(path, head, sheet, place, limits),
  erase: eraseCsvCells,
}
