import { z } from 'zod'
import { parseDocument } from '../../ledger/parse-document.ts'

/** A source row as a steward corrected it: which one it was, and the fields that changed. */
const correctedRow = z.strictObject({
  row_number: z.int().positive(),
  /** The content's hash before the correction. */
  row_hash: z.string(),
  /** Field of the source's contract → its corrected text, null for empty. */
  fields: z.record(z.string(), z.string().nullable()),
})
export type CorrectedRow = z.infer<typeof correctedRow>

/** `decisions/readmission/<pipeline>/<id>.json`: rows that later runs read in place of the quarantined originals. Create-only. */
export const readmissionDecision = z.strictObject({
  format: z.literal(1),
  kind: z.literal('readmission'),
  /** The run whose quarantine the rows come from. */
  run: z.string(),
  sheets: z.array(
    z.strictObject({ source: z.string(), file: z.string(), sheet: z.string(), rows: z.array(correctedRow).min(1) }),
  ),
  by: z.string(),
  at: z.iso.datetime(),
  why: z.string(),
})
export type ReadmissionDecision = z.infer<typeof readmissionDecision>

/** A decision about rows as the store holds it. @throws RunDocumentError */
export const parseReadmission = (key: string, body: Uint8Array): ReadmissionDecision =>
  parseDocument(key, body, readmissionDecision, 'a decision about quarantined rows')
