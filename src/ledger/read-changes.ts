import { z } from 'zod'
import type { ObjectStore } from '../storage/object-store.ts'
import { impactSchema } from '../versions/impact.ts'
import { jsonOf } from './json-of.ts'
import { keys } from './keys.ts'

const count = z.number().int().nonnegative()

/** What a run changed, or would have changed, in numbers: the part of `runs/<run>/changes.json` that is told in sentences. */
const toldChange = z.object({
  dataset: z.string(),
  from: z.number().int().nullable(),
  to: z.number().int().nullable(),
  impact: impactSchema.optional(),
  rows: count,
  added: count,
  removed: count,
  changed: count,
})
type ToldChange = z.infer<typeof toldChange>

/** Empty for a run that kept none, and where what it kept cannot be read. */
export async function readChanges(store: ObjectStore, run: string): Promise<readonly ToldChange[]> {
  const held = await store.get(keys.changes(run))
  return (held && z.array(toldChange).safeParse(jsonOf(held.body)).data) ?? []
}
