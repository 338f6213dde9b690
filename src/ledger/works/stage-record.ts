import { z } from 'zod'
import { cellBalance } from '../cell-accounting.ts'
import { blockWork } from './block-work.ts'
import { consolidateWork } from './consolidate-work.ts'
import { gateWork } from './gate-work.ts'
import { ingestWork } from './ingest-work.ts'
import { measuredShard } from './measured-work.ts'
import { refineWork } from './refine-work.ts'
import { resolveWork } from './resolve-work.ts'
import { scoreWork } from './score-work.ts'

const lineageDataset = z.object({
  name: z.string(),
  fields: z
    .array(z.object({ name: z.string(), type: z.string(), description: z.string().optional() }))
    .readonly()
    .optional(),
  rows: z.number().optional(),
  bytes: z.number().optional(),
  version: z.string().optional(),
  /** How much of what was published the version changed. */
  impact: z.string().optional(),
  /** Output column ← input columns. */
  columns: z
    .record(z.string(), z.array(z.object({ dataset: z.string(), field: z.string() })).readonly())
    .readonly()
    .optional(),
})
/** A dataset as lineage names it, with what a stage knows of it. */
export type LineageDataset = Readonly<z.infer<typeof lineageDataset>>

/** What `runs/<run>/stages/<state>[/<shard>].json` holds, whatever the state. */
export const stageRecord = z.object({
  state: z.string(),
  shard: z.number().int().optional(),
  startedAt: z.string(),
  endedAt: z.string(),
  output: z.record(z.string(), z.unknown()).readonly(),
  counts: z.record(z.string(), z.number()).readonly(),
  balance: z.object({ read: z.number(), accounted: z.record(z.string(), z.number()).readonly() }).optional(),
  cells: z.array(cellBalance).readonly().optional(),
  lineage: z
    .object({ inputs: z.array(lineageDataset).readonly(), outputs: z.array(lineageDataset).readonly() })
    .optional(),
  dead: z.array(z.string()).readonly().optional(),
  reused: z.boolean().optional(),
})
export type StageRecord = Readonly<z.infer<typeof stageRecord>>

/** What the record of a state holds besides: what the next states read. */
export const STAGE_RECORDS = {
  Ingest: stageRecord.extend({ work: ingestWork }),
  Refine: stageRecord.extend({ work: refineWork, quality: z.array(measuredShard) }),
  Block: stageRecord.extend({ work: blockWork }),
  Score: stageRecord.extend({ work: scoreWork }),
  Resolve: stageRecord.extend({ work: resolveWork }),
  Consolidate: stageRecord.extend({ work: consolidateWork, quality: z.array(measuredShard) }),
  Gate: stageRecord.extend({ work: gateWork }),
} as const
export type WorkState = keyof typeof STAGE_RECORDS
export type RecordOf<State extends WorkState> = z.infer<(typeof STAGE_RECORDS)[State]>
