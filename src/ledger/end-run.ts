import type { ObjectStore } from '../storage/object-store.ts'
import { type StopDecision, settleRun, stopDecision } from './commit-decision.ts'
import { BaseReleaseMovedError } from './errors.ts'
import { keys } from './keys.ts'
import { type FailureDocument, pipelineAsked, publishedBefore, releaseWrittenBy, runEnding } from './run-ending.ts'
import { resultOfRelease } from './run-result.ts'
import { STOP_ERRORS, STOP_SENTENCES, stopAdvice, stopSentence } from './stop-sentences.ts'

export interface EndRequest {
  readonly run: string
  readonly reason: StopDecision['reason']
  /** The state that ends it. */
  readonly by: string
  /** What is known of the cause; without it, what the reason says. */
  readonly error?: string | undefined
  readonly cause?: string | undefined
  /** A run that failed by itself says what to do in its own message. */
  readonly advise: boolean
}

/**
 * Gives a run that did not end well its last documents, after it is certain whether it published: `failure.json`, and `result.json`
 * from its release when it published. What stands is left as it is. @returns the failure, and whether it is new
 */
export async function endRun(
  store: ObjectStore,
  { run, reason, by, error, cause, advise }: EndRequest,
): Promise<{ readonly failure: FailureDocument & { readonly run: string }; readonly isNew: boolean }> {
  const settled = await settleRun(store, run, stopDecision(reason, by))
  // A release from before decisions were written down counts as much.
  const release = settled.kind === 'published' ? settled.release : await releaseWrittenBy(store, run)
  if (release !== undefined) await store.create(keys.result(run), JSON.stringify(resultOfRelease(release)))
  const stop = settled.kind === 'stopped' ? settled.stop : undefined
  const ending = stop?.reason ?? 'failed'
  const outrun = settled.kind === 'outrun' ? new BaseReleaseMovedError(run, settled.by.pipeline, settled.by) : undefined
  const known = await runEnding(store, run)
  const advice =
    known?.kind === 'published'
      ? ` ${publishedBefore(known.release)}`
      : advise && outrun === undefined
        ? ` ${stopAdvice(run, stop, await pipelineAsked(store, run))}`
        : ''
  const told = cause ?? outrun?.message ?? (stop === undefined ? STOP_SENTENCES[ending] : stopSentence(stop))
  const failure = {
    run,
    error: error ?? outrun?.name ?? STOP_ERRORS[ending],
    message: told.slice(0, 2000 - advice.length) + advice,
    ending,
  }
  const isNew = (await store.create(keys.failure(run), JSON.stringify(failure))) !== 'exists'
  return { failure, isNew }
}
