import { ENVIRONMENT_PATTERN } from '../config/deployed-environment.ts'
import { diagnoseMachine } from '../runtime/diagnose-machine.ts'
import type { Diagnosis } from '../runtime/diagnosis.ts'
import { diagnose } from '../runtime/doctor.ts'
import { EnvironmentNameError } from '../runtime/errors.ts'
import type { CliIo } from './cli-io.ts'
import { fitText } from './fit-text.ts'
import { paintFor } from './paint.ts'
import { jsonText, plainText } from './plain-text.ts'
import { storeHere } from './use-environment.ts'

const EXITS = { PASS: 0, WARN: 1, FAIL: 2 } as const

/** `hotpass doctor`: whether this machine and project are fit to run; with `--env` how an environment fares, and the account. Exit code 0 fit, 1 with warnings, 2 not. */
export async function doctorCommand(
  options: { readonly env?: string; readonly json: boolean },
  io: CliIo,
): Promise<number> {
  const { env } = options
  if (env !== undefined && !ENVIRONMENT_PATTERN.test(env)) throw new EnvironmentNameError(env)
  const paint = paintFor(io.outIsTerminal, io.env)
  const colour = { PASS: paint.green, WARN: paint.yellow, FAIL: paint.red }
  const checks: Diagnosis[] = []
  for await (const found of env === undefined ? diagnoseMachine(await storeHere()) : diagnose(env)) {
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
  if (options.json) io.out(`${jsonText({ environment: env ?? null, checks, exit })}\n`)
  return exit
}
