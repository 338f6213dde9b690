import { z } from 'zod'
import type { IdentityChange } from '../../resolve/index.ts'
import { workFile } from './work-file.ts'

/** The linkage model that a run used. */
const usedModel = z.object({ id: z.string(), origin: z.enum(['shipped', 'trained']), linkageHash: z.string() })
export type UsedModel = z.infer<typeof usedModel>

/** What Resolve makes. */
export const resolveWork = z.object({
  refined: z.array(workFile),
  resolved: workFile,
  quarantine: workFile.nullable(),
  /** What became of ids since the base version: the rows this version adds to `entity_changes`. */
  changes: workFile,
  identity: z.record(z.string(), z.number()) as z.ZodType<Record<IdentityChange['change'], number>>,
  /** Every compared pair, by position of its records in the records of Block: what the next run need not compare again. */
  pairs: workFile,
  /** Pairs and decisions behind the entities, and pairs that wait for a person. */
  links: workFile,
  review: workFile,
  /** Key of the linkage report. */
  page: z.string(),
  model: usedModel,
  decisions: z.object({ applied: z.number(), contradictions: z.array(z.string()), vanished: z.array(z.string()) }),
  cuts: z.number().int(),
  read: z.number().int(),
  quarantined: z.number().int(),
  attached: z.number().int(),
  merged: z.number().int(),
  published: z.number().int(),
})
export type ResolveWork = z.infer<typeof resolveWork>
