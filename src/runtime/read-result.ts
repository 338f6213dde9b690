import { z } from 'zod'
import { cellCount } from '../ledger/cell-accounting.ts'
import { setAsideCount } from '../ledger/set-aside.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { impactSchema } from '../versions/impact.ts'
import { linkageModel } from '../versions/version-manifest.ts'
import type { PipelineResult } from './pipeline-result.ts'

const count = z.number().int().nonnegative()
const resultSchema = z.object({
  run: z.string(),
  status: z.enum(['published', 'unchanged', 'busy', 'blocked', 'failed']),
  versions: z.record(z.string(), count).default({}),
  rows: z.object({ read: count, blank: count, quarantined: count, attached: count, merged: count, published: count }),
  cells: cellCount.optional(),
  gate: z.enum(['passed', 'warned', 'blocked']).nullable().default(null),
  reasons: z.array(z.string()).optional(),
  quarantine: z.array(z.object({ key: z.string(), rows: count })).optional(),
  setAside: setAsideCount.optional(),
  unmatched: z.array(z.string()).optional(),
  notes: z.array(z.string()).optional(),
  release: z.number().int().nullable().optional(),
  models: z.array(linkageModel).optional(),
  impact: impactSchema.optional(),
  impacts: z.record(z.string(), impactSchema).optional(),
  readmitted: count.optional(),
  catalog: z
    .array(
      z.object({
        table: z.string(),
        version: count,
        outcome: z.enum(['created', 'moved', 'current', 'failed']),
        problem: z.string().optional(),
      }),
    )
    .optional(),
  error: z.object({ name: z.string(), message: z.string() }).optional(),
})

export type StoredResult = Omit<PipelineResult, 'seconds' | 'store'>

export const NO_ROWS: PipelineResult['rows'] = {
  read: 0,
  blank: 0,
  quarantined: 0,
  attached: 0,
  merged: 0,
  published: 0,
}

/** The result document a run's last stage left; undefined when there is none or it is not whole. */
export async function readResult(store: ObjectStore, run: string): Promise<StoredResult | undefined> {
  const stored = await store.get(`runs/${run}/result.json`)
  if (stored === undefined) return undefined
  try {
    const parsed = resultSchema.safeParse(JSON.parse(Buffer.from(stored.body).toString('utf8')))
    if (!parsed.success) return undefined
    const {
      cells,
      reasons,
      quarantine,
      setAside,
      unmatched,
      notes,
      release,
      readmitted,
      catalog,
      error,
      impact,
      impacts,
      models,
      ...rest
    } = parsed.data
    return {
      ...rest,
      ...(cells === undefined ? {} : { cells }),
      ...(reasons === undefined ? {} : { reasons }),
      ...(quarantine === undefined ? {} : { quarantine }),
      ...(setAside === undefined ? {} : { setAside }),
      ...(unmatched === undefined ? {} : { unmatched }),
      ...(notes === undefined ? {} : { notes }),
      ...(release === undefined ? {} : { release }),
      ...(impact === undefined ? {} : { impact }),
      ...(impacts === undefined ? {} : { impacts }),
      ...(models === undefined ? {} : { models }),
      ...(readmitted === undefined ? {} : { readmitted }),
      ...(catalog === undefined ? {} : { catalog }),
      ...(error === undefined ? {} : { error }),
    }
  } catch {
    return undefined
  }
}
