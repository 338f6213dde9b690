import { z } from 'zod'
import type { ObjectStore } from '../storage/object-store.ts'
import { jsonOf } from './json-of.ts'
import { keys } from './keys.ts'
import { challengerOutcome } from './works/challenger-work.ts'

/** How challengers would have linked a run's pairs: `runs/<run>/challengers.json`. */
const challengerDocument = z.object({
  format: z.literal(1),
  run: z.string(),
  pipeline: z.string(),
  entities: z.array(
    z.object({
      entity: z.string(),
      dataset: z.string(),
      /** The model that the run used. */
      used: z.object({ id: z.string(), origin: z.string(), version: z.int().positive().nullable() }),
      outcome: challengerOutcome,
    }),
  ),
})
export type ChallengerDocument = z.infer<typeof challengerDocument>

/** Undefined when the run scored no challenger, or an unreadable document was left. */
export async function readChallengers(store: ObjectStore, run: string): Promise<ChallengerDocument | undefined> {
  const held = await store.get(keys.challengers(run))
  return held && challengerDocument.safeParse(jsonOf(held.body)).data
}
