import { ENVIRONMENT_PATTERN } from '../config/deployed-environment.ts'
import type { Diagnosis } from '../runtime/diagnosis.ts'
import { diagnose } from '../runtime/doctor.ts'
import { EnvironmentNameError } from '../runtime/errors.ts'
import type { CliIo } from './cli-io.ts'
import { UsageError } from './errors.ts'
import { fitText } from './fit-text.ts'
import { paintFor } from './paint.ts'
import { jsonText, plainText } from './plain-text.ts'

const EXITS = { PASS: 0, WARN: 1, FAIL: 2 } as const

/** `hotpass doctor`: how an environment fares, and whether it, this machine and the account are fit. Exit code 0 fit, 1 with warnings, 2 not. */
export async function doctorCommand(
  options: { readonly env?: string; readonly json: boolean },
  io: CliIo,
): Promise<number> {
  const { env } = options
  if (env === undefined)
    throw new UsageError('Name the environment to look at with --env, for example: hotpass doctor --env dev')
  if (!ENVIRONMENT_PATTERN.test(env)) throw new EnvironmentNameError(env)
  const paint = paintFor(io.outIsTerminal, io.env)
  const colour = { PASS: paint.green, WARN: paint.yellow, FAIL: paint.red }
  const checks: Diagnosis[] = []
  for await (const found of diagnose(env)) {
    checks.push(found)
    if (options.json) continue
    // Colour takes no columns, so it may be put on before the line is broken.
    io.out(
      fitText(
        `${colour[found.status](found.status)}  ${found.check.padEnd(11)}  ${plainText(found.detail)}\n`,
        io.outColumns,
      ),
    )
    if (found.fix !== undefined) io.out(fitText(`      ${plainText(found.fix)}\n`, io.outColumns))
  }
  const exit = Math.max(...checks.map(({ status }) => EXITS[status]))
  if (options.json) io.out(`${jsonText({ environment: env, checks, exit })}\n`)
  return exit
}
