import { z } from 'zod'
import { datasetFile, workFile } from './work-file.ts'

/** What Consolidate makes. */
export const consolidateWork = z.object({
  /** By dataset: one an entity, then links and changes. */
  datasets: z.record(z.string(), datasetFile),
  conflicts: workFile.nullable(),
  /** Golden records, by entity. */
  entities: z.record(z.string(), z.number().int()),
})
export type ConsolidateWork = z.infer<typeof consolidateWork>
