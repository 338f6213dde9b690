import { standingOf } from '../ledger/current-release.ts'
import { readPlan } from '../ledger/documents.ts'
import { type GateDecision, gateDecision, gateDecisionKey } from '../quality/gate-decision.ts'
import { closeDeadRuns } from '../runtime/local-runs.ts'
import { canonicalJson } from '../storage/canonical-json.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import type { Release } from '../versions/index.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions, PipelineOption } from './common-options.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { judgedRun, readVerdict } from './gate-show-command.ts'
import { runTakingDecision } from './next-command.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText, plainLines } from './plain-text.ts'
import { type EnvironmentOptions, type PlacedOptions, placeOfOptions, storeFlag } from './use-environment.ts'
import { whoDecides } from './who-decides.ts'

export interface GateReleaseOptions extends CommonOptions, PipelineOption, EnvironmentOptions {
  readonly why: string
  readonly by?: string
  readonly recordOnly: boolean
  readonly wait: boolean
}

/**
 * `hotpass gate release`: records that a blocked run may be published, once, and repeats that run: its gate finds the decision and
 * lets exactly the data through that was blocked. Whoever is second is told who was first; the same words of the same person go on
 * where a command that was killed left off.
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
  // One that was killed with its decision to publish taken has published, once it is settled.
  await closeDeadRuns(store, options.store)
  const standing = await standingOver(store, run, options)
  if (standing !== undefined) return tellPublished(run, standing, options, io)
  const decision = gateDecision.parse({
    format: 1,
    kind: 'gate',
    run,
    pipeline: verdict.pipeline,
    subject: verdict.subject,
    reasons: verdict.reasons,
    causes: verdict.causes,
    by: whoDecides(options.by, io).slice(0, 200),
    at: new Date().toISOString(),
    why: why.slice(0, 2000),
  } satisfies GateDecision)
  const key = gateDecisionKey(verdict.pipeline, run)
  if ((await store.create(key, canonicalJson(decision))) === 'exists') {
    const first = await readDecision(store, key)
    if (first !== undefined && first.by === decision.by && first.why === decision.why)
      return goOn(run, { recorded: false, key, decision: first }, store.uri(key), options, io)
    io.err(
      plainLines(
        `hotpass: ${run} was released already, by ${first?.by ?? 'somebody'} on ${first?.at ?? 'an earlier day'}: ${first?.why ?? ''}\nYour decision was not recorded. If nothing is published yet: hotpass retry ${run}${flag}\n`,
      ),
    )
    if (options.json) io.out(`${jsonText({ released: false, first: first ?? null })}\n`)
    return EXIT.failed
  }
  return goOn(run, { recorded: true, key, decision }, store.uri(key), options, io)
}

/** The decision stands; the run that it lets through is still to be repeated. */
async function goOn(
  run: string,
  { recorded, key, decision }: { readonly recorded: boolean; readonly key: string; readonly decision: GateDecision },
  uri: string,
  options: GateReleaseOptions,
  io: CliIo,
): Promise<number> {
  const how = recorded ? 'Recorded' : 'Recorded before'
  if (options.recordOnly) {
    if (options.json) io.out(`${jsonText({ released: true, key, decision })}\n`)
    else
      io.out(
        plainLines(`${how} in ${uri}.\nNothing is published yet. Next: hotpass retry ${run}${storeFlag(options)}\n`),
      )
    return EXIT.ok
  }
  io.err(plainLines(`${how} in ${uri}; repeating ${run}.\n`))
  const { retryCommand } = await import('./retry-command.ts')
  return retryCommand(run, options, io)
}

/** The run was let through, and published: there is nothing left to do. */
function tellPublished(run: string, { release, released }: Release, options: CommonOptions, io: CliIo): number {
  const said = released ? ` ${released.by} let it through on ${released.at}: ${released.why}` : ''
  if (options.json) io.out(`${jsonText({ released: false, release })}\n`)
  else io.out(plainLines(`What ${run} was blocked with is published, as release ${release}: nothing to do.${said}\n`))
  return EXIT.ok
}

/**
 * What was blocked stood on a release; once there is a later one it would undo what that one published.
 * @returns the later release when it is this very decision's
 * @throws UsageError
 */
async function standingOver(store: ObjectStore, run: string, options: PlacedOptions): Promise<Release | undefined> {
  const plan = await readPlan(store, run)
  const { current } = await standingOf(store, plan.pipelineId)
  if ((current?.release ?? null) === plan.baseRelease) return undefined
  if (current?.released?.blockedRun === run) return current
  throw new UsageError(
    `Release ${current?.release} was published after ${run} was planned, and releasing the run would go back behind it. Run again instead: ${await runTakingDecision(store, plan.pipelineId, placeOfOptions(options), run)}`,
  )
}

async function readDecision(store: ObjectStore, key: string): Promise<GateDecision | undefined> {
  const held = await store.get(key)
  return held && gateDecision.safeParse(JSON.parse(new TextDecoder().decode(held.body))).data
}
