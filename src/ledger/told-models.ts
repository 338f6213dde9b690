import { z } from 'zod'
import type { ObjectStore } from '../storage/object-store.ts'
import { jsonOf } from './json-of.ts'
import { keys } from './keys.ts'

/** What a tracking server was told of a run's models: `runs/<run>/mlflow.json`. */
const toldModels = z.object({
  format: z.literal(1),
  /** Without secrets; null where the setting cannot be read. */
  server: z.string().nullable(),
  told: z.array(
    z.object({ dataset: z.string(), version: z.int().positive(), serverRun: z.string(), serverVersion: z.string() }),
  ),
  /** Why not everything was told; null when it was. */
  problem: z.string().nullable(),
})
export type ToldModels = z.infer<typeof toldModels>

/** What a tracking server was told of a run's models; undefined where there was none to tell. */
export async function readToldModels(store: ObjectStore, run: string): Promise<ToldModels | undefined> {
  const held = await store.get(keys.toldModels(run))
  return held && toldModels.safeParse(jsonOf(held.body)).data
}
