import type { CellErasure } from './cell-erasure.ts'
import { endOf, eraseLines } from './erase-lines.ts'

/** Takes cells out of JSON lines: a row that goes whole leaves an empty object, so that later rows keep their numbers. */
export const eraseJsonLines = (erasure: CellErasure): Promise<void> =>
  eraseLines(erasure, (lines, edits) => {
    for (const [row, edit] of edits) {
      const line = lines[row - 1] ?? ''
      if (edit === 'all') lines[row - 1] = `{}${endOf(line)}`
      else {
        const record = JSON.parse(line) as Record<string, unknown>
        for (const [column, left] of edit) record[erasure.header[column] ?? ''] = left === '' ? null : left
        lines[row - 1] = JSON.stringify(record) + endOf(line)
      }
    }
  })
