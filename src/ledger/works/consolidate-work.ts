import { z } from 'zod'
import { consolidatedCells } from '../cell-accounting.ts'
import { datasetFile, workFile } from './work-file.ts'

/** What Consolidate makes. */
export const consolidateWork = z.object({
  /** By dataset: one an entity, then links and changes. */
  datasets: z.record(z.string(), datasetFile),
  conflicts: workFile.nullable(),
  /** Golden records, by entity. */
  entities: z.record(z.string(), z.number().int()),
  cells: z.array(consolidatedCells).default([]),
  /** By dataset and attribute: golden records with a value of it. */
  filled: z.record(z.string(), z.record(z.string(), z.number().int())).default({}),
  /** By entity: refined rows that Resolve did not place. */
  withheld: z.record(z.string(), z.number().int()).default({}),
})
export type ConsolidateWork = z.infer<typeof consolidateWork>
