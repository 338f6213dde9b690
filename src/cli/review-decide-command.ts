import { writeDecisions } from '../resolve/review/decision-files.ts'
import { describeDecision } from '../resolve/review/judge-decisions.ts'
import { decisionsInForce, makeDecision } from '../resolve/review/resolution-decision.ts'
import { toldDecision } from '../resolve/review/told-decision.ts'
import type { CliIo } from './cli-io.ts'
import { decideEach, type SubjectRuling } from './decide-each.ts'
import { count } from './describe-state.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { runTakingDecision } from './next-command.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText, plainLines } from './plain-text.ts'
import { decisionsAbout, namedPair, type ReviewQueue, readQueue, reviewedPipeline } from './review-queue.ts'
import type { ReviewOptions } from './review-show-command.ts'
import { takenBy } from './taken-by.ts'
import { placeOfOptions } from './use-environment.ts'
import { whoDecides } from './who-decides.ts'
import { storeReach, withEngine } from './with-engine.ts'

export interface DecideOptions extends ReviewOptions {
  readonly why: string
  readonly by?: string
  readonly replace?: boolean
}

/** `hotpass review accept|reject PAIR…`: keeps that records are one, or are not; every later run holds to it. */
export async function reviewDecideCommand(
  verdict: 'same' | 'different',
  pairs: readonly string[],
  options: DecideOptions,
  io: CliIo,
): Promise<number> {
  if (options.why.trim() === '') throw new UsageError('Say why: --why "their registration number is the same"')
  const store = await openExistingStore(options.store)
  const at = new Date().toISOString()
  const by = whoDecides(options.by, io)
  const { rulings, pipeline } = await withEngine(storeReach(store), async (engine, scratch) => {
    let loaded: Promise<ReviewQueue> | undefined
    const queue = () => (loaded ??= readQueue(store, engine, scratch, options))
    const made: SubjectRuling[] = []
    let owner = options.pipeline ?? ''
    for (const pair of pairs) {
      const { pipeline: found, subject, left, right } = await namedPair(pair, options, queue, store, engine, scratch)
      owner = found
      made.push({ subject, ruling: { left, right, verdict, by, at, why: options.why } })
    }
    return { rulings: made, pipeline: owner }
  })
  const existing = await decisionsAbout(store, pipeline)
  const { decisions, repeated } = decideEach(existing, rulings, options.replace ?? false)
  const key = decisions.length === 0 ? null : await writeDecisions(store, pipeline, decisions)
  const later = key === null ? [] : await takenBy(store, pipeline, key)
  if (options.json) io.out(`${jsonText({ key, decisions: decisions.map(toldDecision), repeated, later })}\n`)
  else
    io.out(
      `${plainLines(
        [
          ...decisions.map((decision) => `Decided: ${describeDecision(decision)}`),
          ...(repeated > 0 ? [`${count(repeated, 'pair')} decided so before: nothing to do.`] : []),
          ...(key === null
            ? []
            : [
                `Kept in ${store.uri(key)}`,
                ...later,
                `Next: ${await runTakingDecision(store, pipeline, placeOfOptions(options), options.run)}`,
              ]),
        ].join('\n'),
      )}\n`,
    )
  return EXIT.ok
}

/** `hotpass review withdraw DECISION…`: puts decisions out of force; the pairs are the model's again. */
export async function reviewWithdrawCommand(
  ids: readonly string[],
  options: DecideOptions,
  io: CliIo,
): Promise<number> {
  const store = await openExistingStore(options.store)
  const pipeline = await reviewedPipeline(store, options.pipeline)
  const inForce = new Map(
    decisionsInForce(await decisionsAbout(store, pipeline)).map((decision) => [decision.id, decision]),
  )
  const at = new Date().toISOString()
  const decisions = ids.map((id) => {
    const found = inForce.get(id)
    if (found === undefined)
      throw new UsageError(`No decision "${id}" is in force. List them with: hotpass review decisions`)
    const { left, right, subject } = found
    return makeDecision({
      ...{ subject, left, right, verdict: 'withdrawn' as const },
      ...{ replaces: [id], by: whoDecides(options.by, io), at, why: options.why },
    })
  })
  const key = await writeDecisions(store, pipeline, decisions)
  const later = await takenBy(store, pipeline, key)
  if (options.json) io.out(`${jsonText({ key, decisions: decisions.map(toldDecision), later })}\n`)
  else
    io.out(
      `${plainLines(`${count(decisions.length, 'decision')} withdrawn.\n${later.map((line) => `${line}\n`).join('')}Next: ${await runTakingDecision(store, pipeline, placeOfOptions(options))}`)}\n`,
    )
  return EXIT.ok
}
