import { createInterface } from 'node:readline/promises'
import { Readable } from 'node:stream'
import { ENVIRONMENT_PATTERN } from '../config/deployed-environment.ts'
import { type Deployment, openDeployment } from '../runtime/deployment.ts'
import { EnvironmentNameError } from '../runtime/errors.ts'
import type { CliIo } from './cli-io.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { jsonText, plainLines } from './plain-text.ts'

interface DeployOptions {
  readonly env?: string
  readonly yes: boolean
  readonly json: boolean
}

/** `hotpass deploy`: shows what would change in an environment, asks, and deploys it. Nothing changed, nothing asked. */
export async function deployCommand(
  options: DeployOptions,
  io: CliIo,
  open: typeof openDeployment = openDeployment,
): Promise<number> {
  const { env } = options
  if (env === undefined)
    throw new UsageError('Name the environment to deploy with --env: one of environments in hotpass.yaml.')
  if (!ENVIRONMENT_PATTERN.test(env)) throw new EnvironmentNameError(env)
  io.err(`Synthesising ${env} …\n`)
  const deployment = await open(env, (line) => io.err(`${plainLines(line)}\n`))
  try {
    const changes = await deployment.changes()
    const changed = changes.filter(({ differences, failed }) => differences > 0 || failed !== undefined)
    const answer = (outcome: string, stacks: readonly string[] = []): number => {
      if (options.json) io.out(`${jsonText({ environment: env, outcome, changes, stacks })}\n`)
      return EXIT.ok
    }
    if (changed.length === 0) {
      if (!options.json) io.out(`${env} is deployed as it is here: nothing to change.\n`)
      return answer('unchanged')
    }
    for (const { stack, differences, permissionsBroadened, failed } of changed)
      io.err(
        `${stack}: ${failed === undefined ? '' : `its last deployment failed (${failed}); `}${differences} ${differences === 1 ? 'difference' : 'differences'}${permissionsBroadened ? '; somebody gets more rights (see above)' : ''}\n`,
      )
    if (!options.yes && !(await agreed(env, io))) {
      if (!options.json) io.out('Nothing was deployed.\n')
      return answer('declined')
    }
    const stacks = await (deployment as Deployment).deploy()
    if (!options.json) io.out(`Deployed ${env}: ${stacks.join(', ')}.\nNext: hotpass doctor --env ${env}\n`)
    return answer('deployed', stacks)
  } finally {
    await deployment.dispose()
  }
}

async function agreed(environment: string, io: CliIo): Promise<boolean> {
  if (!io.errIsTerminal)
    throw new UsageError(
      `There is nobody to ask whether to deploy ${environment}. Read the differences above, then repeat with --yes.`,
    )
  io.err(`Deploy these changes to ${environment}? [y/N] `)
  const lines = createInterface({ input: Readable.from(io.input) })
  try {
    for await (const line of lines) return /^y(es)?$/i.test(line.trim())
    return false
  } finally {
    lines.close()
  }
}
