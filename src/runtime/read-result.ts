import { z } from 'zod'
import { setAsideCount } from '../ledger/set-aside.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import type { PipelineResult } from './pipeline-result.ts'

const count = z.number().int().nonnegative()
const resultSchema = z.object({
  run: z.string(),
  status: z.enum(['published', 'unchanged', 'busy', 'blocked', 'failed']),
  versions: z.record(z.string(), count).default({}),
  rows: z.object({ read: count, blank: count, quarantined: count, attached: count, merged: count, published: count }),
  gate: z.enum(['passed', 'warned', 'blocked']).nullable().default(null),
  reasons: z.array(z.string()).optional(),
  quarantine: z.array(z.object({ key: z.string(), rows: count })).optional(),
  setAside: setAsideCount.optional(),
  unmatched: z.array(z.string()).optional(),
  notes: z.array(z.string()).optional(),
  release: z.number().int().nullable().optional(),
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
    const { reasons, quarantine, setAside, unmatched, notes, release, readmitted, catalog, error, ...rest } =
      parsed.data
    return {
      ...rest,
      ...(reasons === undefined ? {} : { reasons }),
      ...(quarantine === undefined ? {} : { quarantine }),
      ...(setAside === undefined ? {} : { setAside }),
      ...(unmatched === undefined ? {} : { unmatched }),
      ...(notes === undefined ? {} : { notes }),
      ...(release === undefined ? {} : { release }),
      ...(readmitted === undefined ? {} : { readmitted }),
      ...(catalog === undefined ? {} : { catalog }),
      ...(error === undefined ? {} : { error }),
    }
  } catch {
    return undefined
  }
}
