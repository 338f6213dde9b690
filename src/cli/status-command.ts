import type { DeployedEnvironment } from '../config/deployed-environment.ts'
import type { RunEnding } from '../ledger/run-ending.ts'
import { describeAwsRun, listAwsRuns } from '../runtime/aws-runs.ts'
import { failedChildren } from '../runtime/failed-children.ts'
import { closeDeadRuns, runsUnderWay } from '../runtime/local-runs.ts'
import { readResult } from '../runtime/read-result.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import type { Impact } from '../versions/index.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions, PipelineOption } from './common-options.ts'
import { duration } from './describe-state.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { fitText } from './fit-text.ts'
import { didYouMean } from './nearest.ts'
import { type NextCommand, nextCommand, withoutAdvice } from './next-command.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText, plainLines } from './plain-text.ts'
import { at, endedAt, endingOf, listRuns, readRun, timeOfName } from './run-documents.ts'
import { pipelineOfRun } from './run-meant.ts'
import { table } from './table.ts'
import { type EnvironmentOptions, placeOfOptions, storeFlag } from './use-environment.ts'

export interface StatusOptions extends CommonOptions, PipelineOption, EnvironmentOptions {
  readonly follow: boolean
}

interface RunLine {
  readonly run: string
  readonly status: string
  readonly startedAt: string | null
  readonly endedAt: string | null
  /** One sentence, of a run that did not end well. */
  readonly problem: string | null
  /** The release of a run that published, and how much it changed: null of one from before that was kept. */
  readonly release: number | null
  readonly impact: Impact | null
}

const MOST = 20
/** What Step Functions says of a run that left no ending. */
const UNTOLD = { succeeded: 'succeeded', failed: 'failed', 'timed-out': 'timed_out', aborted: 'cancelled' } as const

/** `hotpass status`: what is under way and what became of the last runs, or of one. */
export async function statusCommand(run: string | undefined, options: StatusOptions, io: CliIo): Promise<number> {
  if (options.follow) {
    if (run === undefined || options.deployed === undefined)
      throw new UsageError(
        '--follow watches one run of a deployed environment: hotpass status <run> --env <name> --follow',
      )
    const { tellStarted } = await import('./run-deployed.ts')
    await describeAwsRun(options.deployed, options.env ?? '', run)
    return tellStarted(run, { ...options, wait: true }, io)
  }
  const store = await openExistingStore(options.store)
  const dead = await closeDeadRuns(store, options.store)
  for (const one of dead) io.err(`${one} had died; it was closed.\n`)
  const all =
    options.deployed !== undefined
      ? await deployedRuns(run, options.deployed, options.env ?? '', store)
      : await storeRuns(run, store, options.pipeline, (problem) => io.err(`hotpass: ${plainLines(problem)}\n`))
  const found: RunLine[] = []
  for (const one of all)
    if (options.pipeline === undefined || (await pipelineOfRun(store, one.run)) === options.pipeline) found.push(one)
  const [only] = found
  if (options.json) io.out(`${jsonText(run === undefined ? { store: store.uri(''), runs: found } : only)}\n`)
  else if (run !== undefined && only !== undefined)
    io.out(`${fitText(plainLines(await tellOne(only, store, options)), io.outColumns)}\n`)
  else if (found.length === 0) io.out(`No runs yet. Start one with: hotpass run refinement${storeFlag(options)}\n`)
  else {
    const rows = found.map((one) => [one.run, one.status, one.startedAt, one.endedAt, took(one), impactOf(one)])
    io.out(`${table([['run', 'status', 'started', 'ended', 'took', 'impact'], ...rows], io.outColumns).join('\n')}\n`)
  }
  return EXIT.ok
}

async function tellOne(one: RunLine, store: ObjectStore, options: StatusOptions): Promise<string> {
  const told = describe(one, await nextOf(one, store, options), options)
  const { deployed } = options
  if (deployed === undefined || (one.status !== 'failed' && one.status !== 'timed_out')) return told
  const items = await failedChildren(deployed, one.run)
  return [told, ...items].join('\n')
}

/** How much a run changed that published; empty for any other. */
const impactOf = ({ release, impact }: Pick<RunLine, 'release' | 'impact'>): string =>
  release === null ? '' : (impact ?? 'unknown')

/** How long a run took; empty while that is not known. */
function took({ startedAt, endedAt: ended }: Pick<RunLine, 'startedAt' | 'endedAt'>): string {
  const ms = startedAt === null || ended === null ? Number.NaN : Date.parse(ended) - Date.parse(startedAt)
  return Number.isNaN(ms) ? '' : duration(ms)
}

const nextOf = async (one: RunLine, store: ObjectStore, options: StatusOptions): Promise<NextCommand | undefined> =>
  one.status === 'running' || one.status === 'succeeded'
    ? undefined
    : nextCommand(store, one.run, placeOfOptions(options))

function describe(one: RunLine, next: NextCommand | undefined, options: StatusOptions): string {
  const flag = storeFlag(options)
  const lines = [`${one.run}: ${one.status}`]
  if (one.startedAt !== null) lines.push(`Started: ${one.startedAt}`)
  if (one.endedAt !== null) lines.push(`Ended: ${one.endedAt}${took(one) === '' ? '' : `, after ${took(one)}`}`)
  if (one.release !== null) lines.push(`Release: ${one.release}, impact ${impactOf(one)}`)
  if (one.problem !== null) lines.push(`Problem: ${next === undefined ? one.problem : withoutAdvice(one.problem)}`)
  if (one.status === 'running')
    lines.push(
      options.env === undefined ? '' : `Watch it: hotpass status ${one.run}${flag} --follow`,
      `Stop it: hotpass cancel ${one.run}${flag}`,
    )
  else lines.push(`Everything it left: hotpass runs show ${one.run}${flag}`)
  if (next !== undefined) lines.push(`${next.why}: ${next.command}`)
  return lines.filter((line) => line !== '').join('\n')
}

/** Step Functions knows which runs there are; the store knows what a run that ended has left. */
async function deployedRuns(
  run: string | undefined,
  deployed: DeployedEnvironment,
  environment: string,
  store: ObjectStore,
): Promise<RunLine[]> {
  const runs =
    run === undefined ? await listAwsRuns(deployed, MOST) : [await describeAwsRun(deployed, environment, run)]
  return Promise.all(
    runs.map(async (one): Promise<RunLine> => {
      const { status, startedAt, endedAt } = one
      const base = { run: one.run, startedAt, endedAt }
      if (status === 'running') return { ...base, status, problem: null, ...NO_RELEASE }
      const left = await toldOf(store, one.run)
      return {
        ...base,
        status: left.status ?? UNTOLD[status],
        problem: left.problem,
        release: left.release,
        impact: left.impact,
      }
    }),
  )
}

async function toldOf(
  store: ObjectStore,
  run: string,
): Promise<{ status: string | undefined } & Pick<RunLine, 'problem' | 'release' | 'impact'>> {
  const { status, ending, problem } = await endingOf(store, run)
  return {
    status,
    problem: ending === undefined ? problem : await problemOf(store, run, ending),
    ...(status === 'published' ? await publishedBy(store, run) : NO_RELEASE),
  }
}

const NO_RELEASE = { release: null, impact: null }

async function publishedBy(store: ObjectStore, run: string): Promise<Pick<RunLine, 'release' | 'impact'>> {
  const result = await readResult(store, run)
  return { release: result?.release ?? null, impact: result?.impact ?? null }
}

/** One sentence of a run that did not end well. */
async function problemOf(store: ObjectStore, run: string, ending: RunEnding): Promise<string | null> {
  if (ending.kind === 'published') return ending.after?.message ?? null
  if ('message' in ending) return ending.message
  return (await readResult(store, run))?.reasons?.[0] ?? null
}

async function storeRuns(
  run: string | undefined,
  store: ObjectStore,
  pipeline: string | undefined,
  warn: (problem: string) => void,
): Promise<RunLine[]> {
  const underWay = await runsUnderWay(store, ({ message }, of) => {
    if (pipeline === undefined || pipeline === of) warn(message)
  })
  const living = new Map(underWay.map((one) => [one.run, one]))
  const known = await listRuns(store)
  for (const one of living.keys()) if (!known.has(one)) known.set(one, [])
  if (run !== undefined && !known.has(run))
    throw new UsageError(
      `${store.uri('')} has no run "${run}".${didYouMean(run, known.keys())} List them with: hotpass status`,
    )
  const lines: RunLine[] = []
  for (const [name, keys] of run === undefined ? known : [[run, known.get(run) ?? []] as const]) {
    if (lines.length === MOST) break
    if (pipeline !== undefined && (await pipelineOfRun(store, name)) !== pipeline) continue
    const documents = await readRun(store, name, keys, ['plan'])
    const left = await toldOf(store, name)
    const holder = living.get(name)
    lines.push({
      run: name,
      status: holder === undefined ? (left.status ?? 'unfinished') : 'running',
      startedAt: holder?.since ?? text(at(documents.plan, 'startedAt')) ?? timeOfName(name),
      endedAt: holder === undefined && left.status !== undefined ? await endedAt(store, name, keys) : null,
      problem: left.problem,
      release: left.release,
      impact: left.impact,
    })
  }
  return lines
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)
