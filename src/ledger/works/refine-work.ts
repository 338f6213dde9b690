import { z } from 'zod'
import { workFile } from './work-file.ts'

/** What Refine makes of one shard. */
export const refineWork = z.object({
  /** By entity. Written for a shard without rows too, so that a run of no rows reaches the gate. */
  refined: z.record(z.string(), workFile),
  quarantine: workFile.nullable(),
  issues: z.record(z.string(), z.number()),
  read: z.number().int(),
  rejected: z.number().int(),
})
export type RefineWork = z.infer<typeof refineWork>
