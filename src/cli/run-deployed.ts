import { startOnAws, watchOnAws } from '../runtime/run-on-aws.ts'
import type { CliIo } from './cli-io.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { fitText } from './fit-text.ts'
import { jsonText } from './plain-text.ts'
import { createRunDisplay } from './run-display.ts'
import { runExit } from './run-exit.ts'
import { askedDomain, type RunOptions } from './run-options.ts'
import { runReport } from './run-report.ts'
import { type EnvironmentOptions, environmentOf } from './use-environment.ts'

type Watching = EnvironmentOptions & { readonly json: boolean; readonly wait: boolean }

/** `hotpass run --env`: starts the run on Step Functions, and with `--wait` watches it as a run on this machine. */
export async function runDeployed(pipeline: string, options: RunOptions, io: CliIo): Promise<number> {
  const { deployed } = environmentOf(options, 'run')
  if (options.landing !== undefined)
    throw new UsageError(
      `--landing is a folder of this machine, which AWS cannot read. Upload it (aws s3 cp --recursive ${options.landing} ${deployed.storeUri}/landing/) and run without --landing.`,
    )
  const profile = askedDomain(options)
  if (/[/\\]|\.ya?ml$/i.test(pipeline) || /[/\\]|\.ya?ml$/i.test(profile ?? ''))
    throw new UsageError(
      'A deployed environment knows the pipelines and domains it was deployed with, by id. Put the pipeline into hotpass.yaml, the folder into domains/ beside it, and deploy.',
    )
  const { asOf, set, whenBusy } = options
  const started = await startOnAws({
    deployed,
    pipeline,
    set,
    whenBusy,
    ...(profile === undefined ? {} : { profile }),
    ...(asOf === undefined ? {} : { asOf }),
  })
  return tellStarted(started.run, options, io)
}

/** Says that a run was started, or watches it to its end. Ctrl-C ends the watching; the run goes on. */
export async function tellStarted(run: string, options: Watching, io: CliIo): Promise<number> {
  const { env, deployed } = environmentOf(options, 'run')
  const next = [`Watch it: hotpass status ${run} --env ${env} --follow`, `Stop it: hotpass cancel ${run} --env ${env}`]
  if (!options.wait) {
    io.out(
      options.json
        ? `${jsonText({ run, status: 'started', environment: env })}\n`
        : `Started ${run}.\n${next.join('\n')}\n`,
    )
    return EXIT.ok
  }
  io.err(`Started ${run}.\n`)
  const display = createRunDisplay(io)
  try {
    const result = await watchOnAws({ deployed, run, signal: io.signal, onEvent: display.take })
    display.finish()
    if (result === undefined) {
      io.err(`No longer watching; the run goes on.\n${next.join('\n')}\n`)
      return EXIT.ok
    }
    if (options.json) io.out(`${jsonText({ ...result, environment: env })}\n`)
    else {
      const { reportContext } = await import('./report-context.ts')
      const context = await reportContext(result, { env, store: deployed.storeUri })
      const hasFailed = result.status === 'failed' || result.status === 'timed_out'
      const items = hasFailed ? await (await import('../runtime/failed-children.ts')).failedChildren(deployed, run) : []
      io.out(fitText(runReport(result, { ...context, items }), io.outColumns))
    }
    return runExit(result)
  } finally {
    display.finish()
  }
}
