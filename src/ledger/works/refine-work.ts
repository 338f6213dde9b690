import { z } from 'zod'
import { refinedCells } from '../cell-accounting.ts'
import { workFile } from './work-file.ts'

/** How many values cells gave of one attribute, used or not. */
const saidField = z.object({
  table: z.string(),
  entity: z.string(),
  field: z.string(),
  values: z.number().int(),
})
export type SaidField = z.infer<typeof saidField>

/** What Refine makes of one shard. */
export const refineWork = z.object({
  /** By entity. Written for a shard without rows too, so that a run of no rows reaches the gate. */
  refined: z.record(z.string(), workFile),
  quarantine: workFile.nullable(),
  /** Values of rows that are not rejected; null where each is used. */
  setAside: workFile.nullable(),
  said: z.array(saidField),
  cells: z.array(refinedCells).default([]),
  read: z.number().int(),
  rejected: z.number().int(),
})
export type RefineWork = z.infer<typeof refineWork>
