import { open, writeFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import type { CellErasure, RowEdits } from './cell-erasure.ts'
import { detectEncoding, readText } from './text-encoding.ts'

/**
 * Writes a copy of a source file without some of its cells; everything else, row numbers included, stays as it was. In a workbook the
 * texts that no cell names any more are taken out of the shared ones too.
 */
export async function eraseCells(erasure: CellErasure): Promise<void> {
  if (erasure.format === 'xlsx') return (await import('./erase-workbook-cells.ts')).eraseWorkbookCells(erasure)
  const file = await open(erasure.path)
  const head = Buffer.alloc(64 * 1024)
  const { bytesRead } = await file.read(head, 0, head.length, 0)
  await file.close()
  const encoding = await detectEncoding(erasure.path, head.subarray(0, bytesRead))
  let text = ''
  for await (const piece of readText(erasure.path, encoding)) text += piece
  const edits = [...erasure.edits.values()][0] ?? new Map()
  const lines = text.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? []
  if (erasure.format === 'jsonl') eraseJsonLines(lines, edits, erasure.header)
  else eraseCsvLines(lines, edits, erasure.starts, erasure.details.delimiter ?? ',')
  await writeFile(erasure.out, lines.join(''))
}

const endOf = (line: string): string => /(?:\r\n|\n|\r)$/.exec(line)?.[0] ?? ''

function eraseJsonLines(lines: string[], edits: RowEdits, header: readonly string[]): void {
  for (const [row, edit] of edits) {
    const line = lines[row - 1] ?? ''
    if (edit === 'all') lines[row - 1] = `{}${endOf(line)}`
    else {
      const record = JSON.parse(line) as Record<string, unknown>
      for (const [column, left] of edit) record[header[column] ?? ''] = left === '' ? null : left
      lines[row - 1] = JSON.stringify(record) + endOf(line)
    }
  }
}

function eraseCsvLines(lines: string[], edits: RowEdits, starts: readonly number[], delimiter: string): void {
  for (const [row, edit] of edits) {
    const next = starts[starts.indexOf(row) + 1] ?? lines.length + 1
    const segment = lines.slice(row - 1, next - 1).join('')
    const [record = []] = parse(segment, { delimiter, relax_quotes: true, relax_column_count: true }) as string[][]
    const left = record.map((cell, column) => (edit === 'all' ? '' : (edit.get(column) ?? cell)))
    const quoted = left.map((cell) =>
      cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
    )
    const end = endOf(segment)
    // Lines that the record took up stay, empty, so that every later row keeps its number.
    lines[row - 1] = quoted.join(delimiter) + end
    for (let line = row; line < next - 1; line++) lines[line] = end
  }
}
