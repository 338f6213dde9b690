import { z } from 'zod'
import { DATASETS } from '../datasets.ts'
import { datasetFile, workFile } from './work-file.ts'

/** What Consolidate makes. */
export const consolidateWork = z.object({
  datasets: z.record(z.enum(DATASETS), datasetFile),
  conflicts: workFile.nullable(),
  entities: z.number().int(),
})
export type ConsolidateWork = z.infer<typeof consolidateWork>
