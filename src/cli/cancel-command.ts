import { describeAwsRun, stopAwsRun } from '../runtime/aws-runs.ts'
import { type CancelOutcome, cancelRun } from '../runtime/cancel-run.ts'
import { closeDeadRuns, runUnderWay, stopLocalRun } from '../runtime/local-runs.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions } from './common-options.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { nextCommand } from './next-command.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText } from './plain-text.ts'
import { type EnvironmentOptions, placeOfOptions, storeFlag } from './use-environment.ts'

type Outcome = 'stopped' | 'stopping' | 'not-running' | 'published'

const WORDS: Record<Outcome, string> = {
  stopped: 'was stopped.',
  stopping: 'was told to stop and is ending.',
  'not-running': 'is not under way: there was nothing to stop.',
  published: 'has published already, and finishes what follows: it was not stopped.',
}

/**
 * `hotpass cancel`: decides that a run does not publish, and stops it. One that has published goes on to finish. What it finished is found
 * again by the next run.
 */
export async function cancelCommand(
  run: string,
  options: CommonOptions & EnvironmentOptions,
  io: CliIo,
): Promise<number> {
  const outcome =
    options.deployed !== undefined && options.env !== undefined
      ? await cancelDeployed(run, options.store, { env: options.env, deployed: options.deployed })
      : await cancelLocal(run, options.store)
  if (options.json) io.out(`${jsonText({ run, outcome })}\n`)
  else {
    io.out(`${run} ${WORDS[outcome]}\n`)
    const flag = storeFlag(options)
    if (outcome === 'published') io.out(`What it published: hotpass runs show ${run}${flag}\n`)
    else if (outcome !== 'not-running') {
      const next = await nextCommand(await openExistingStore(options.store), run, placeOfOptions(options))
      io.out(`Nothing was published by it.${next === undefined ? '' : ` ${next.why} later: ${next.command}`}\n`)
    }
  }
  return EXIT.ok
}

async function cancelDeployed(
  run: string,
  location: string,
  { env, deployed }: Required<EnvironmentOptions>,
): Promise<Outcome> {
  if ((await describeAwsRun(deployed, env, run)).status !== 'running') return 'not-running'
  const decided: CancelOutcome = await cancelRun(await openExistingStore(location), run)
  if (decided.kind === 'published') return 'published'
  await stopAwsRun(deployed, env, run)
  return 'stopped'
}

async function cancelLocal(run: string, location: string): Promise<Outcome> {
  const store = await openExistingStore(location)
  if ((await closeDeadRuns(store, location)).includes(run)) return 'stopped'
  const living = await runUnderWay(store, run)
  if (living === undefined) return 'not-running'
  if (living.pid === undefined)
    throw new UsageError(
      `${run} runs on another machine or on AWS. Stop it there, or with: hotpass cancel ${run} --env <environment>`,
    )
  if ((await cancelRun(store, run)).kind === 'published') return 'published'
  return (await stopLocalRun(store, living)) === 'ended' ? 'stopped' : 'stopping'
}
