import { z } from 'zod'
import { canonicalJson } from '../storage/canonical-json.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { moveChannel } from '../versions/channel.ts'
import { createRelease, type Release, release } from '../versions/release.ts'
import { RunDocumentError } from './errors.ts'
import { keys } from './keys.ts'

const stopSchema = z.strictObject({
  format: z.literal(1),
  decision: z.literal('stop'),
  reason: z.enum(['cancelled', 'timed_out', 'failed']),
  /** The person, state or run that decided. */
  by: z.string().min(1),
  at: z.iso.datetime(),
})
export type StopDecision = z.infer<typeof stopSchema>

const publishSchema = z.strictObject({ format: z.literal(1), decision: z.literal('publish'), release })

/**
 * Whether a run publishes or stops (`runs/<run>/commit.json`). Created once: of Publish, a person who cancels, whoever closes the run
 * and a run that takes over its turn, the first decides, and the others learn what was decided.
 */
const commitDecisionSchema = z.discriminatedUnion('decision', [publishSchema, stopSchema])
export type CommitDecision = z.infer<typeof commitDecisionSchema>

export const stopDecision = (reason: StopDecision['reason'], by: string): StopDecision => ({
  format: 1,
  decision: 'stop',
  reason,
  by,
  at: new Date().toISOString(),
})

/** What was decided; undefined while nothing is. @throws RunDocumentError */
export async function readDecision(store: ObjectStore, run: string): Promise<CommitDecision | undefined> {
  const held = await store.get(keys.commit(run))
  if (held === undefined) return undefined
  try {
    return commitDecisionSchema.parse(JSON.parse(new TextDecoder().decode(held.body)))
  } catch {
    throw new RunDocumentError(keys.commit(run), 'does not say whether the run publishes')
  }
}

export type Settled =
  | { readonly kind: 'published'; readonly release: Release }
  | { readonly kind: 'stopped'; readonly stop: StopDecision }
  /** It had decided to publish, and another run's release holds the number: it never publishes. */
  | { readonly kind: 'outrun'; readonly by: Release }

/**
 * Decides for a run, unless that is done already, and carries the decision out: a release that was decided upon is created by whoever
 * comes, since its whole text stands in the decision. Afterwards it is certain whether the run publishes. Repeated, it says the same.
 * @throws RunDocumentError and the store's errors
 */
export async function settleRun(store: ObjectStore, run: string, wanted: CommitDecision): Promise<Settled> {
  const outcome = await store.create(keys.commit(run), canonicalJson(wanted))
  const held = outcome === 'exists' ? await readDecision(store, run) : wanted
  if (held === undefined) throw new RunDocumentError(keys.commit(run), 'was removed while it was read')
  if (held.decision === 'stop') return { kind: 'stopped', stop: held }
  const standing = await createRelease(store, held.release)
  if (standing.run !== run) return { kind: 'outrun', by: standing }
  // A run that has its result had moved the channel; to do it again would undo a person who moved it back since.
  if ((await store.get(keys.result(run))) === undefined)
    await moveChannel(store, standing.pipeline, 'latest', standing.release, { onlyForward: true })
  return { kind: 'published', release: standing }
}
