import { describeAwsRun } from '../runtime/aws-runs.ts'
import { type LogLine, readRunLogs } from '../runtime/run-logs.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions } from './common-options.ts'
import { EXIT } from './exit-codes.ts'
import { jsonText, plainText } from './plain-text.ts'
import { type EnvironmentOptions, environmentOf } from './use-environment.ts'

// Functions log a moment before their execution starts and after it ends, by the clocks of others.
const SLACK_MS = 300_000

/** `hotpass logs`: what the functions said during a run, oldest first; with `--json` one document a line. */
export async function logsCommand(
  run: string,
  options: CommonOptions & EnvironmentOptions & { readonly stage?: string },
  io: CliIo,
): Promise<number> {
  const { env, deployed } = environmentOf(options, 'logs')
  const { startedAt, endedAt } = await describeAwsRun(deployed, env, run)
  let lines = 0
  const query = {
    deployed,
    run,
    from: Date.parse(startedAt) - SLACK_MS,
    ...(endedAt === null ? {} : { to: Date.parse(endedAt) + SLACK_MS }),
    ...(options.stage === undefined ? {} : { stage: options.stage }),
  }
  for await (const line of readRunLogs(query)) {
    lines += 1
    io.out(`${options.json ? jsonText(line.fields) : spoken(line)}\n`)
  }
  if (lines === 0 && !options.json)
    io.err(
      `No log lines of ${plainText(run)}. They appear within a minute, and are kept as long as the environment's log retention says.\n`,
    )
  return EXIT.ok
}

const spoken = ({ time, level, stage, message }: LogLine): string =>
  [time, level.padEnd(5), stage.padEnd(11), plainText(message)].join(' ').trimEnd()
