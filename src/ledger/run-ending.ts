import { z } from 'zod'
import type { ObjectStore } from '../storage/object-store.ts'
import { type Release, readRelease, releaseNumbers, releaseOfRun } from '../versions/release.ts'
import { readDecision } from './commit-decision.ts'
import { BaseReleaseMovedError } from './errors.ts'
import { jsonOf } from './json-of.ts'
import { keys } from './keys.ts'
import { planSchema } from './plan-document.ts'
import { STOP_ERRORS, stopAdvice, stopSentence } from './stop-sentences.ts'

const failure = { error: z.string(), message: z.string() }

/**
 * How a run ended, as everyone tells it: exit codes, `runs`, `status`, pages, lineage, metrics and logs. `published` may carry what went
 * wrong after the release.
 */
const runEndingSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('published'),
    release: z.number().int().positive().nullable(),
    after: z.strictObject(failure).nullable(),
  }),
  z.strictObject({ kind: z.literal('unchanged') }),
  z.strictObject({ kind: z.literal('busy') }),
  z.strictObject({ kind: z.literal('blocked'), reasons: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('failed'), ...failure }),
  z.strictObject({ kind: z.literal('cancelled'), ...failure }),
  z.strictObject({ kind: z.literal('timed_out'), ...failure }),
])
export type RunEnding = z.infer<typeof runEndingSchema>
export type RunEndingKind = RunEnding['kind']

/** Every ending there is. */
export const RUN_ENDINGS = runEndingSchema.options.map((option) => option.shape.kind.value) as readonly RunEndingKind[]

const unpublished = z.enum(['failed', 'cancelled', 'timed_out'])

/** `runs/<run>/failure.json`. */
const failureSchema = z.object({
  error: z.string().catch('Error'),
  message: z.string().catch('No cause was given.'),
  /** Documents from before it was written down say it by the error's name. */
  ending: unpublished.optional(),
})
export type FailureDocument = z.infer<typeof failureSchema>

const resultSchema = z.object({
  status: z.enum(['published', 'unchanged', 'busy', 'blocked', 'failed']),
  release: z.number().int().nullable().default(null),
  reasons: z.array(z.string()).default([]),
})

/** Of a run that failed after its release. */
export const publishedBefore = (release: number | null): string =>
  `Its release ${release === null ? '' : `${release} `}was published before that and stands; exports, pages or Glue tables may lack it. ` +
  'Bring them up to date with: hotpass pull, hotpass docs --rebuild, hotpass repair glue'

/**
 * How a run ended, computed from what it left: a release it wrote says `published` whatever else there is; then its result, its
 * failure, and a decision to stop that nobody has told of yet. Undefined while it goes on, or left nothing.
 * @throws RunDocumentError for a decision that cannot be read, and the store's errors
 */
export async function runEnding(store: ObjectStore, run: string): Promise<RunEnding | undefined> {
  const failed = failureSchema.safeParse(await document(store, keys.failure(run))).data
  const after = failed === undefined ? null : { error: failed.error, message: failed.message }
  const result = resultSchema.safeParse(await document(store, keys.result(run))).data
  if (result?.status === 'published') return { kind: 'published', release: result.release, after }
  if (result?.status === 'unchanged' || result?.status === 'busy') return { kind: result.status }
  if (result?.status === 'blocked') return { kind: 'blocked', reasons: result.reasons }
  const release = await releaseWrittenBy(store, run)
  if (release !== undefined) return { kind: 'published', release: release.release, after }
  if (failed !== undefined && after !== null)
    return { kind: failed.ending ?? (failed.error === 'RunAborted' ? 'cancelled' : 'failed'), ...after }
  return undecided(store, run)
}

/** A run without a last document: somebody may have decided for it. */
async function undecided(store: ObjectStore, run: string): Promise<RunEnding | undefined> {
  const decision = await readDecision(store, run)
  if (decision === undefined) return undefined
  if (decision.decision === 'stop')
    return {
      kind: decision.reason,
      error: STOP_ERRORS[decision.reason],
      message: `${stopSentence(decision)} ${stopAdvice(run, decision, await pipelineAsked(store, run))}`,
    }
  const { pipeline, release } = decision.release
  if ((await releaseNumbers(store, pipeline)).includes(release)) {
    const { name, message } = new BaseReleaseMovedError(run, pipeline, await readRelease(store, pipeline, release))
    return { kind: 'failed', error: name, message }
  }
  return undefined
}

/** The release that a run wrote, whatever became of the run afterwards. */
export async function releaseWrittenBy(store: ObjectStore, run: string): Promise<Release | undefined> {
  const decided = await readDecision(store, run)
  const decision = decided?.decision === 'publish' ? decided : undefined
  const plan = planSchema.safeParse(await document(store, keys.plan(run))).data
  const pipeline = decision?.release.pipeline ?? plan?.pipelineId
  if (pipeline === undefined || plan?.status === 'unchanged') return undefined
  const first = decision?.release.release ?? (plan?.baseRelease ?? 0) + 1
  const numbers = (await releaseNumbers(store, pipeline)).filter((number) => number >= first)
  return releaseOfRun(store, pipeline, run, decision === undefined ? numbers : numbers.slice(0, 1))
}

/** The pipeline as whoever started the run named it; undefined before its plan. */
export const pipelineAsked = async (store: ObjectStore, run: string): Promise<string | undefined> =>
  planSchema.safeParse(await document(store, keys.plan(run))).data?.pipeline

async function document(store: ObjectStore, key: string): Promise<unknown> {
  const held = await store.get(key)
  return held === undefined ? undefined : jsonOf(held.body)
}
