import { z } from 'zod'
import { ingestedCells, unfedColumn } from '../cell-accounting.ts'
import { sourceNote } from '../source-notes.ts'
import { workFile } from './work-file.ts'

const ingestedSheet = z.object({
  sheet: z.string(),
  contract: z.string(),
  parts: z.array(workFile),
  read: z.number().int(),
  blank: z.number().int(),
  rejected: z.number().int(),
  /** Of those the rows at the foot of a table: totals and remarks, which break nothing. */
  footers: z.number().int().default(0),
  /** Rows that a steward corrected, read in place of the originals. */
  readmitted: z.number().int(),
  mapped: z.array(z.object({ header: z.string(), field: z.string(), confidence: z.number(), how: z.string() })),
  unmapped: z.array(z.string()),
  /** Filled cells in rows that are not blank, once for each attribute that they feed. */
  cells: z.array(ingestedCells).default([]),
  /** The same of each column that no attribute is read from, those without a field first. */
  unfed: z.array(unfedColumn.omit({ table: true, file: true, sheet: true })).default([]),
  missing: z.array(z.string()),
})
export type IngestedSheet = z.infer<typeof ingestedSheet>

/** What Ingest makes of one file. */
export const ingestWork = z.object({
  sheets: z.array(ingestedSheet),
  ignoredSheets: z.array(z.string()),
  quarantine: workFile.nullable(),
  notes: z.array(sourceNote),
})
export type IngestWork = z.infer<typeof ingestWork>
