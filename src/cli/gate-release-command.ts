import { readPlan } from '../ledger/documents.ts'
import { type GateDecision, gateDecision, gateDecisionKey } from '../quality/gate-decision.ts'
import { canonicalJson } from '../storage/canonical-json.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { readChannel } from '../versions/channel.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions, PipelineOption } from './common-options.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { judgedRun, readVerdict } from './gate-show-command.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText, plainLines } from './plain-text.ts'
import { type EnvironmentOptions, storeFlag } from './use-environment.ts'
import { whoDecides } from './who-decides.ts'

export interface GateReleaseOptions extends CommonOptions, PipelineOption, EnvironmentOptions {
  readonly why: string
  readonly by?: string
  readonly recordOnly: boolean
  readonly wait: boolean
}

/**
 * `hotpass gate release`: records that a blocked run may be published, once, and repeats that run: its gate finds the decision and
 * lets exactly the data through that was blocked. Whoever is second is told who was first.
 */
export async function gateReleaseCommand(asked: string, options: GateReleaseOptions, io: CliIo): Promise<number> {
  const store = await openExistingStore(options.store)
  const flag = storeFlag(options)
  const why = options.why.trim()
  if (why === '') throw new UsageError('Say why in --why: it is kept with the version, for whoever asks later.')
  const run = await judgedRun(store, asked, options.pipeline)
  const verdict = await readVerdict(store, run)
  if (verdict.verdict !== 'blocked')
    throw new UsageError(`${run} was not blocked (${verdict.verdict}), so there is nothing to release.`)
  await refuseOvertaken(store, run, flag)
  const decision = gateDecision.parse({
    format: 1,
    kind: 'gate',
    run,
    pipeline: verdict.pipeline,
    subject: verdict.subject,
    reasons: verdict.reasons,
    by: whoDecides(options.by, io).slice(0, 200),
    at: new Date().toISOString(),
    why: why.slice(0, 2000),
  } satisfies GateDecision)
  const key = gateDecisionKey(verdict.pipeline, run)
  if ((await store.create(key, canonicalJson(decision))) === 'exists') {
    const first = await readDecision(store, key)
    io.err(
      plainLines(
        `hotpass: ${run} was released already, by ${first?.by ?? 'somebody'} on ${first?.at ?? 'an earlier day'}: ${first?.why ?? ''}\nYour decision was not recorded. If nothing is published yet: hotpass retry ${run}${flag}\n`,
      ),
    )
    if (options.json) io.out(`${jsonText({ released: false, first: first ?? null })}\n`)
    return EXIT.failed
  }
  if (options.recordOnly) {
    if (options.json) io.out(`${jsonText({ released: true, key, decision })}\n`)
    else
      io.out(
        plainLines(`Recorded in ${store.uri(key)}.\nNothing is published yet. Next: hotpass retry ${run}${flag}\n`),
      )
    return EXIT.ok
  }
  io.err(plainLines(`Recorded in ${store.uri(key)}; repeating ${run}.\n`))
  const { retryCommand } = await import('./retry-command.ts')
  return retryCommand(run, options, io)
}

/** What was blocked stood on a release; once there is a later one it would undo what that one published. */
async function refuseOvertaken(store: ObjectStore, run: string, flag: string): Promise<void> {
  const plan = await readPlan(store, run)
  const current = (await readChannel(store, plan.pipelineId, 'latest')) ?? null
  if (current === plan.baseRelease) return
  throw new UsageError(
    `Release ${current} was published after ${run} was planned, and releasing the run would go back behind it. Run again instead: hotpass run ${plan.pipeline}${flag}`,
  )
}

async function readDecision(store: ObjectStore, key: string): Promise<GateDecision | undefined> {
  const held = await store.get(key)
  return held && gateDecision.safeParse(JSON.parse(new TextDecoder().decode(held.body))).data
}
