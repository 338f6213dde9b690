import type { CellErasure } from './cell-erasure.ts'
import { CsvRecords } from './csv-records.ts'
import { endOf, eraseLines } from './erase-lines.ts'

/** Takes cells out of delimited text. Lines that a record took up stay, empty, so that every later row keeps its number. */
export const eraseCsvCells = (erasure: CellErasure): Promise<void> =>
  eraseLines(erasure, (lines, edits) => {
    const { starts, details } = erasure
    const { delimiter = ',', quote = '"', comment = '' } = details
    const records = new CsvRecords({ delimiter, quote, comment, width: erasure.header.length })
    for (const [row, edit] of edits) {
      const next = starts[starts.indexOf(row) + 1] ?? lines.length + 1
      const segment = lines.slice(row - 1, next - 1).join('')
      const { cells, lines: taken } = records.first(segment)
      const left = cells.map((cell, column) => (edit === 'all' ? '' : (edit.get(column) ?? String(cell ?? ''))))
      const quoted = left.map((cell) =>
        (delimiter !== '' && cell.includes(delimiter)) || cell.includes(quote || '\n') || /[\r\n]/.test(cell)
          ? `${quote}${cell.replaceAll(quote || '\n', `${quote}${quote}`)}${quote}`
          : cell,
      )
      const end = endOf(lines[row - 1] ?? '') || endOf(segment)
      lines[row - 1] = quoted.join(delimiter) + end
      for (let line = row; line < row - 1 + taken; line++) lines[line] = endOf(lines[line] ?? '') || end
    }
  })
