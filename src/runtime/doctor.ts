import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { z } from 'zod'
import { deployedVersion, isInstalled } from '../config/checkout-version.ts'
import type { DeployedEnvironment } from '../config/deployed-environment.ts'
import { packagePath } from '../config/package-path.ts'
import { meantProject } from '../config/shipped-project.ts'
import { glueTableName } from '../contracts/glue-table-name.ts'
import { STAGES } from '../stages/stage-table.ts'
import { openStore } from '../storage/open-store.ts'
import { openGlueCatalog } from '../versions/glue-catalog.ts'
import { releasedVersions } from '../versions/released-versions.ts'
import { tableKeys } from '../versions/table-keys.ts'
import { ask } from './aws-errors.ts'
import { type Check, type Diagnosis, type Found, fail, lookedAt, pass, warn } from './diagnosis.ts'
import { listSchedules } from './list-schedules.ts'
import { readDeployedEnvironment } from './read-deployed-environment.ts'
import { alarmsInAlarm, lastRuns } from './recent-trouble.ts'

/** What the app's `DefaultStackSynthesizer` asks for. */
const LEAST_BOOTSTRAP = 6
const BOOTSTRAP_PARAMETER = '/cdk-bootstrap/hnb659fds/version'
/** Functions at once that a run at the default `run.map_concurrency` wants. */
const WANTED_CONCURRENCY = 50

/**
 * Looks at how an environment fares (its last runs, its alarms), then at everything that deploying to and operating it needs, one thing
 * after the other. Never throws.
 */
export async function* diagnose(
  environment: string,
  nodeVersion: string = process.versions.node,
): AsyncIterable<Diagnosis> {
  let deployed: DeployedEnvironment | undefined
  const checks: readonly Check[] = [
    [
      'Deployment',
      async () => {
        deployed = await readDeployedEnvironment(environment)
        const here = deployedVersion(meantProject())
        return deployed.codeVersion === here
          ? pass(`version ${here}, ${deployed.architecture}`)
          : warn(
              `version ${deployed.codeVersion} is deployed, and this is ${here}`,
              `Deploy this version: hotpass deploy --env ${environment}`,
            )
      },
    ],
    ['Runs', async () => (deployed === undefined ? NOT_DEPLOYED : lastRuns(deployed, environment))],
    ['Alarms', async () => (deployed === undefined ? NOT_DEPLOYED : alarmsInAlarm(deployed, environment))],
    ['Node', async () => nodeOf(nodeVersion)],
    ['CDK', cdkPin],
    ['Region', regionOf],
    ['Credentials', identity],
    ['Bootstrap', bootstrap],
    ['Store', async () => reach(deployed)],
    ['Catalog', async () => catalogOf(deployed, environment)],
    ['Schedules', async () => schedulesOf(deployed, environment)],
    ['Concurrency', concurrency],
  ]
  yield* lookedAt(checks)
}

/** A checkout runs its TypeScript as it is; an installed package is JavaScript. */
export function nodeOf(version: string): Found {
  const installed = isInstalled()
  const least = installed ? 22 : 24
  if (Number(version.split('.')[0]) >= least) return pass(version)
  return fail(
    version,
    `Use Node ${least} or later${installed ? '.' : '; in a checkout, npm run -s hotpass -- … does.'}`,
  )
}

/** The registry's `latest` of aws-cdk is a stray release, so the pinned one must be the one that is installed. */
async function cdkPin(): Promise<Found> {
  const { devDependencies, peerDependencies } = pinsSchema.parse(
    JSON.parse(await readFile(packagePath('package.json'), 'utf8')),
  )
  const pinned = (devDependencies ?? peerDependencies)?.['aws-cdk']?.replace('^', '') ?? ''
  const installed = await installedCdk()
  if (installed === pinned) return pass(`aws-cdk ${pinned}`)
  return warn(
    installed === undefined
      ? `aws-cdk ${pinned} is not installed`
      : `aws-cdk ${installed} is installed, ${pinned} is pinned`,
    isInstalled() ? `Run npm install --save-dev aws-cdk@${pinned}.` : 'Run npm ci in the checkout.',
  )
}

const pinsSchema = z.object({
  devDependencies: z.record(z.string(), z.string()).optional(),
  peerDependencies: z.record(z.string(), z.string()).optional(),
})

/** The one that this program would find: its own, or that of the project it is installed in. */
async function installedCdk(): Promise<string | undefined> {
  try {
    const path = createRequire(packagePath('package.json')).resolve('aws-cdk/package.json')
    return z.object({ version: z.string() }).parse(JSON.parse(await readFile(path, 'utf8'))).version
  } catch {
    return undefined
  }
}

async function regionOf(): Promise<Found> {
  const { STSClient } = await import('@aws-sdk/client-sts')
  return pass(await ask('sts:GetCallerIdentity', async () => new STSClient({}).config.region()))
}

async function identity(): Promise<Found> {
  const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts')
  const client = new STSClient({ maxAttempts: 3 })
  const { Account, Arn } = await ask('sts:GetCallerIdentity', () => client.send(new GetCallerIdentityCommand({})))
  return pass(`account ${Account}, ${Arn}`)
}

async function bootstrap(): Promise<Found> {
  const { GetParameterCommand, SSMClient } = await import('@aws-sdk/client-ssm')
  const client = new SSMClient({ maxAttempts: 3 })
  const fix = 'Bootstrap the account and region: npx cdk bootstrap'
  try {
    const { Parameter } = await ask('ssm:GetParameter', () =>
      client.send(new GetParameterCommand({ Name: BOOTSTRAP_PARAMETER })),
    )
    const version = Number(Parameter?.Value)
    return version >= LEAST_BOOTSTRAP
      ? pass(`version ${version}`)
      : fail(`version ${Parameter?.Value}, and ${LEAST_BOOTSTRAP} is needed`, fix)
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined
    if (cause instanceof Error && cause.name === 'ParameterNotFound') return fail('was never done here', fix)
    throw error
  }
}

const NOT_DEPLOYED = fail('nothing is deployed that could be looked at', 'See "Deployment".')

async function reach(deployed: DeployedEnvironment | undefined): Promise<Found> {
  if (deployed === undefined) return NOT_DEPLOYED
  const store = openStore(deployed.storeUri)
  let released = false
  for await (const _ of store.list('releases/')) {
    released = true
    break
  }
  return pass(`${deployed.storeUri}${released ? '' : ', nothing released yet'}`)
}

/** A Glue table that did not follow its release is told by the run's report, and read by nobody's alarm. */
async function catalogOf(deployed: DeployedEnvironment | undefined, environment: string): Promise<Found> {
  if (deployed === undefined) return NOT_DEPLOYED
  const store = openStore(deployed.storeUri)
  const catalog = await openGlueCatalog(deployed.glueDatabase)
  const behind: string[] = []
  const released = await releasedVersions(store)
  for (const { table, version } of released) {
    const name = glueTableName(table)
    const held = await ask('glue:GetTable', () => catalog.get(name))
    if (held?.metadataLocation !== store.uri(tableKeys.metadata(table, version))) behind.push(name)
  }
  return behind.length === 0
    ? pass(
        released.length === 0
          ? 'nothing released yet'
          : `shows what is released: ${released.map(({ table }) => glueTableName(table)).join(', ')}`,
      )
    : warn(`behind the release: ${behind.join(', ')}`, `Move them: hotpass repair glue --env ${environment}`)
}

async function schedulesOf(deployed: DeployedEnvironment | undefined, environment: string): Promise<Found> {
  if (deployed === undefined) return NOT_DEPLOYED
  const schedules = await listSchedules(deployed)
  const off = schedules.filter(({ enabled }) => !enabled).map(({ name }) => name)
  if (schedules.length === 0)
    return warn(
      'none',
      `Give a pipeline of hotpass.yaml a schedule and enable it for ${environment}, or start runs by hand.`,
    )
  return off.length === 0
    ? pass(schedules.map(({ name, expression }) => `${name} ${expression}`).join(', '))
    : warn(`disabled: ${off.join(', ')}`, `Enable them in hotpass.yaml for ${environment}, and deploy.`)
}

/** New accounts may run ten functions at once. */
async function concurrency(): Promise<Found> {
  const { GetAccountSettingsCommand, LambdaClient } = await import('@aws-sdk/client-lambda')
  const client = new LambdaClient({ maxAttempts: 3 })
  const { AccountLimit } = await ask('lambda:GetAccountSettings', () => client.send(new GetAccountSettingsCommand({})))
  const allowed = AccountLimit?.UnreservedConcurrentExecutions ?? AccountLimit?.ConcurrentExecutions ?? 0
  const memory = Math.max(...STAGES.map(({ size }) => size.memoryMb))
  return allowed >= WANTED_CONCURRENCY
    ? pass(`${allowed} functions at once, ${memory} MB at most`)
    : warn(
        `${allowed} functions at once`,
        `Set run.map_concurrency below ${allowed}, or ask for more: quota L-B99A9384 of Lambda, "Concurrent executions".`,
      )
}
