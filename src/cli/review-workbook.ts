import { reviewTable } from '../resolve/review/export-review.ts'
import { importReviewLines } from '../resolve/review/import-review.ts'
import type { ImportedReview, ReviewLine, ReviewPair } from '../resolve/review/index.ts'
import { cellText } from '../sources/cell-text.ts'
import { openSource } from '../sources/open-source.ts'
import { defaultSourceLimits } from '../sources/sheet-source.ts'
import { writeTables } from '../versions/write-tables.ts'
import { UsageError } from './errors.ts'

const HELP = [
  'Each line of the sheet Pairs holds two records, side by side, and waits for a decision.',
  'Fill in "decision" (same or different) and "why". A line that you leave empty stays open; you may delete it here.',
  'Leave pair_id, subject, left_key and right_key as they are: they say which pair is which.',
  'Every cell is a text, so that no leading zero is lost; an apostrophe before a text keeps it from running as a formula.',
]

/** Writes the queue as a workbook to decide in. */
export async function writeReviewWorkbook(path: string, run: string, pairs: readonly ReviewPair[]): Promise<void> {
  await writeTables(path, [
    { name: 'Read me', header: [`Pairs of ${run} that wait for a decision`], rows: HELP.map((line) => [line]) },
    { name: 'Pairs', ...reviewTable(pairs) },
  ])
}

/**
 * Reads decisions from a workbook that was filled in, whatever its sheets are called now.
 * @throws UsageError where no sheet is a queue, ReviewImportError naming every line that is wrong, the sources' errors for what is no workbook
 */
export async function importReviewWorkbook(
  path: string,
  queue: Parameters<typeof importReviewLines>[2],
): Promise<ImportedReview> {
  const file = await openSource(path, { ...defaultSourceLimits, name: path })
  const lines: ReviewLine[] = []
  let sheets = 0
  for (const name of file.sheets) {
    const sheet = await file.read(name)
    if (!sheet.header.includes('pair_id')) continue
    sheets++
    for await (const batch of sheet.batches())
      for (const [at, cells] of batch.rows.entries()) {
        const texts = cells.map(cellText)
        if (texts.every((text) => text === null)) continue
        lines.push({
          place: `sheet "${name}", row ${batch.rowNumbers[at]}`,
          cells: Object.fromEntries(sheet.header.map((label, column) => [label, texts[column] ?? null])),
        })
      }
  }
  if (sheets === 0)
    throw new UsageError(
      `No sheet of ${path} has a column pair_id. Hand back the workbook that "hotpass review export" wrote, its columns as they were.`,
    )
  return importReviewLines(path, lines, queue)
}
