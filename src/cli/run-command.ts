import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { runPipeline } from '../runtime/run-pipeline.ts'
import { openStore } from '../storage/open-store.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions } from './common-options.ts'
import { describeChanges } from './describe-changes.ts'
import { UsageError } from './errors.ts'
import { fitText } from './fit-text.ts'
import { didYouMean } from './nearest.ts'
import { jsonText, plainLines, plainText } from './plain-text.ts'
import { ofProject } from './project-of.ts'
import { createRunDisplay } from './run-display.ts'
import { runExit } from './run-exit.ts'
import { askedDomain, type RunOptions } from './run-options.ts'
import { runReport } from './run-report.ts'
import type { EnvironmentOptions } from './use-environment.ts'

/** `hotpass run`: runs the pipeline, shows it on stderr, and prints its report or its result document. */
export async function runCommand(named: string | undefined, options: RunOptions, io: CliIo): Promise<number> {
  const { pipeline, landing } = ofProject(named, options.landing)
  if (options.deployed !== undefined) return (await import('./run-deployed.ts')).runDeployed(pipeline, options, io)
  if (options.landing !== undefined) refuseNoFolder(options.landing)
  const { store, asOf, set, whenBusy } = options
  const profile = askedDomain(options)
  return showLocalRun(
    {
      pipeline,
      store,
      set,
      whenBusy,
      ...(landing === undefined ? {} : { landing }),
      ...(profile === undefined ? {} : { profile }),
      ...(asOf === undefined ? {} : { asOf }),
    },
    options,
    io,
  )
}

/** A slip of the hand starts no run. @throws UsageError for a landing that is no folder of this machine */
function refuseNoFolder(landing: string): void {
  if (landing.startsWith('s3://')) return
  const path = resolve(landing)
  const found = statSync(path, { throwIfNoEntry: false })
  if (found?.isDirectory()) return
  if (found !== undefined)
    throw new UsageError(
      `--landing ${plainText(landing)} is a file. Name the folder that it lies in: ${plainText(dirname(path))}`,
    )
  const beside = existsSync(dirname(path))
    ? readdirSync(dirname(path), { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? [one.name] : []))
    : []
  throw new UsageError(`--landing ${plainText(landing)}: there is no such folder.${didYouMean(basename(path), beside)}`)
}

/** A run on this machine with its display and its report. */
export async function showLocalRun(
  asked: Parameters<typeof runPipeline>[0],
  options: CommonOptions & EnvironmentOptions,
  io: CliIo,
): Promise<number> {
  await tellOfChanges(asked, io)
  const display = createRunDisplay(io)
  try {
    const result = await runPipeline({
      ...asked,
      signal: io.signal,
      onEvent: display.take,
      onUndelivered: (undelivered) => {
        display.finish()
        for (const { signal, reason } of undelivered)
          io.err(
            `hotpass: some ${signal} were not delivered (${plainLines(reason)}). The run itself is not affected.\n`,
          )
      },
    })
    display.finish()
    if (options.json) io.out(`${jsonText(result)}\n`)
    else {
      const { reportContext } = await import('./report-context.ts')
      io.out(fitText(runReport(result, await reportContext(result, options)), io.outColumns))
    }
    return runExit(result)
  } finally {
    display.finish()
  }
}

/** What changed in the domain since the current release is told before the run; what would break something Plan tells, and stops. */
async function tellOfChanges(asked: Parameters<typeof runPipeline>[0], io: CliIo): Promise<void> {
  if (asked.retryOf !== undefined || (!asked.store.startsWith('s3://') && !existsSync(asked.store))) return
  const { changesInStore } = await import('./domain-diff-command.ts')
  const { pipeline, profile, set = [] } = asked
  const { changes } = await changesInStore(openStore(asked.store), { pipeline, profile, set })
  if (changes.changes.every(({ breaking }) => !breaking))
    for (const line of describeChanges(changes)) io.err(`${plainLines(line)}\n`)
}
