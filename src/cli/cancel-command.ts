import { describeAwsRun, stopAwsRun } from '../runtime/aws-runs.ts'
import { closeDeadRuns, runsUnderWay, stopLocalRun } from '../runtime/local-runs.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions } from './common-options.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText } from './plain-text.ts'
import { type EnvironmentOptions, storeFlag } from './use-environment.ts'

type Outcome = 'stopped' | 'stopping' | 'not-running'

const WORDS: Record<Outcome, string> = {
  stopped: 'was stopped.',
  stopping: 'was told to stop and is ending.',
  'not-running': 'is not under way: there was nothing to stop.',
}

/** `hotpass cancel`: stops a run that is under way. What it finished is found again by the next run. */
export async function cancelCommand(
  run: string,
  options: CommonOptions & EnvironmentOptions,
  io: CliIo,
): Promise<number> {
  const outcome =
    options.deployed !== undefined && options.env !== undefined
      ? await cancelDeployed(run, { env: options.env, deployed: options.deployed })
      : await cancelLocal(run, options.store)
  if (options.json) io.out(`${jsonText({ run, outcome })}\n`)
  else {
    io.out(`${run} ${WORDS[outcome]}\n`)
    // A function that was publishing at that moment still finishes; only the store knows.
    const flag = storeFlag(options)
    if (outcome !== 'not-running')
      io.out(
        `Whether it had published by then: hotpass status ${run}${flag}\nFinish it later: hotpass retry ${run}${flag}\n`,
      )
  }
  return EXIT.ok
}

async function cancelDeployed(run: string, { env, deployed }: Required<EnvironmentOptions>): Promise<Outcome> {
  if ((await describeAwsRun(deployed, env, run)).status !== 'running') return 'not-running'
  await stopAwsRun(deployed, env, run)
  return 'stopped'
}

async function cancelLocal(run: string, location: string): Promise<Outcome> {
  const store = await openExistingStore(location)
  if ((await closeDeadRuns(store, location)).includes(run)) return 'stopped'
  const living = (await runsUnderWay(store)).find((one) => one.run === run)
  if (living === undefined) return 'not-running'
  if (living.pid === undefined)
    throw new UsageError(
      `${run} runs on another machine or on AWS. Stop it there, or with: hotpass cancel ${run} --env <environment>`,
    )
  return (await stopLocalRun(store, living)) === 'ended' ? 'stopped' : 'stopping'
}
