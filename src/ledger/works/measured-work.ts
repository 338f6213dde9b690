import { z } from 'zod'
import { workFile } from './work-file.ts'

/** What one shard of a dataset says to its suites: a small document in the store, which names the key files beside it. */
export const measuredShard = z.object({
  dataset: z.string(),
  rows: z.number().int(),
  /** The states (`ShardStates`, with keys of the store in place of paths); null for a shard without rows. */
  states: workFile.nullable(),
})
export type MeasuredShard = z.infer<typeof measuredShard>

/** What measuring one shard leaves: the states, and the key files that they name. */
export const measuredWork = z.object({ states: workFile, files: z.array(workFile) })
export type MeasuredWork = z.infer<typeof measuredWork>
