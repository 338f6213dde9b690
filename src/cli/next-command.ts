import { standingOf } from '../ledger/current-release.ts'
import { keys } from '../ledger/keys.ts'
import { pipelineInRunId } from '../runtime/run-id.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { placeFlags, shellWord, type Workplace } from './complete-commands.ts'
import { at, endingOf, readRun } from './run-documents.ts'

/** What a person is told to do next, and the command line for it. */
export interface NextCommand {
  /** `anew`: a new run, since a retry would be refused; `run`: one that left nothing to repeat is started again. */
  readonly kind: 'gate' | 'retry' | 'anew' | 'run'
  readonly why: string
  readonly command: string
}

/** Whether a retry would be refused, since another release is current than the one that the run stood on. */
async function isOutrun(store: ObjectStore, plan: unknown): Promise<boolean> {
  const pipeline = at(plan, 'pipelineId')
  if (typeof pipeline !== 'string') return false
  const { current } = await standingOf(store, pipeline)
  return (current?.release ?? null) !== at(plan, 'baseRelease')
}

/** A run as it was asked for: its pipeline, and what it was given besides. Undefined when nobody can say which pipeline. */
export async function runAgain(run: string, plan: unknown, place: Workplace): Promise<string | undefined> {
  const asked = at(plan, 'pipeline')
  const pipeline = typeof asked === 'string' ? asked : await knownPipeline(run)
  if (pipeline === undefined) return undefined
  const [landing, set] = [at(plan, 'landing'), at(plan, 'set')]
  const profile = await otherProfile(pipeline, at(plan, 'profile'))
  return [
    `hotpass run ${shellWord(pipeline)}${placeFlags(place)}`,
    ...(profile === undefined ? [] : [`--domain ${shellWord(profile)}`]),
    ...(typeof landing === 'string' && place.env === undefined ? [`--landing ${shellWord(landing)}`] : []),
    ...(Array.isArray(set) ? set.map((one) => `--set ${shellWord(String(one))}`) : []),
  ].join(' ')
}

/**
 * The run that takes a decision: asked for as the run was that the decision is about, by default the one whose release is current, so
 * that it reads the same files.
 */
export async function runTakingDecision(
  store: ObjectStore,
  pipeline: string,
  place: Workplace,
  about?: string,
): Promise<string> {
  const run = about ?? (await standingOf(store, pipeline)).current?.run
  const plan = run === undefined ? undefined : (await readRun(store, run, [keys.plan(run)])).plan
  const again = run === undefined || plan === undefined ? undefined : await runAgain(run, plan, place)
  return again ?? `hotpass run ${shellWord(pipeline)}${placeFlags(place)}`
}

/** What to do about a run that ended otherwise than well; undefined when there is nothing to do. */
export async function nextCommand(store: ObjectStore, run: string, place: Workplace): Promise<NextCommand | undefined> {
  const { status } = await endingOf(store, run)
  if (status === 'published' || status === 'unchanged' || status === 'busy') return undefined
  if (status === 'blocked')
    return { kind: 'gate', why: 'See why', command: `hotpass gate show ${run}${placeFlags(place)}` }
  const { plan } = await readRun(store, run, [keys.plan(run)])
  const outrun = await isOutrun(store, plan)
  if (plan !== undefined && !outrun && status !== 'unreadable')
    return { kind: 'retry', why: 'Finish it', command: `hotpass retry ${run}${placeFlags(place)}` }
  const command = await runAgain(run, plan, place)
  if (command === undefined) return undefined
  return outrun
    ? { kind: 'anew', why: 'Start a new run; it finds finished work again', command }
    : { kind: 'run', why: 'Run again', command }
}

const ADVICE = / (?:Finish it with|Start a new run; it finds finished work again): hotpass (?:retry|run) .*$/

/** A recorded problem without the command that stood behind it: what to type was decided when it was written, and may be refused now. */
export const withoutAdvice = (problem: string): string => problem.replace(ADVICE, '')

async function knownPipeline(run: string): Promise<string | undefined> {
  const named = pipelineInRunId(run)
  return named !== undefined && (await pipelineNamed(named)) !== undefined ? named : undefined
}

/** The domain, when it is another one than the pipeline's own. */
async function otherProfile(pipeline: string, profile: unknown): Promise<string | undefined> {
  const own = (await pipelineNamed(pipeline))?.domain
  return typeof profile === 'string' && own !== undefined && own !== profile ? profile : undefined
}

const pipelineNamed = async (name: string) =>
  (await import('../config/load-pipeline.ts')).loadPipeline(name).catch(() => undefined)
