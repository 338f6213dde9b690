import { parse } from 'csv-parse/sync'
import type { CellErasure } from './cell-erasure.ts'
import { endOf, eraseLines } from './erase-lines.ts'

/** Takes cells out of delimited text. Lines that a record took up stay, empty, so that every later row keeps its number. */
export const eraseCsvCells = (erasure: CellErasure): Promise<void> =>
  eraseLines(erasure, (lines, edits) => {
    const { starts } = erasure
    const delimiter = erasure.details.delimiter ?? ','
    for (const [row, edit] of edits) {
      const next = starts[starts.indexOf(row) + 1] ?? lines.length + 1
      const segment = lines.slice(row - 1, next - 1).join('')
      const [record = []] = parse(segment, { delimiter, relax_quotes: true, relax_column_count: true }) as string[][]
      const left = record.map((cell, column) => (edit === 'all' ? '' : (edit.get(column) ?? cell)))
      const quoted = left.map((cell) =>
        cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
      )
      const end = endOf(segment)
      lines[row - 1] = quoted.join(delimiter) + end
      for (let line = row; line < next - 1; line++) lines[line] = end
    }
  })
