import { z } from 'zod'
import { workFile } from './work-file.ts'

const lostValues = z.object({ file: z.string(), field: z.string(), code: z.string(), count: z.number().int() })
export type LostValues = z.infer<typeof lostValues>

/** What Refine makes of one shard. */
export const refineWork = z.object({
  /** By entity. Written for a shard without rows too, so that a run of no rows reaches the gate. */
  refined: z.record(z.string(), workFile),
  quarantine: workFile.nullable(),
  issues: z.record(z.string(), z.number()),
  /** How many values of rows that are used are published nowhere, by file, attribute and why. */
  lost: z.array(lostValues).default([]),
  read: z.number().int(),
  rejected: z.number().int(),
})
export type RefineWork = z.infer<typeof refineWork>
