import { z } from 'zod'
import { ConfigurationError } from './errors.ts'

/** What an environment may be called: safe in a stack's name, a parameter's path, a role's subject and a database's name. */
export const ENVIRONMENT_PATTERN = /^[a-z][a-z0-9]{0,19}$/

export const environmentNameSchema = z
  .string()
  .regex(ENVIRONMENT_PATTERN, 'must be a lower-case letter, then letters and digits, 20 at most')

const text = z.string().min(1)
const arn = z.string().regex(/^arn:[^:]+:/, 'must be an ARN')

/** Every value that a deployed environment publishes about itself: key → what it holds. */
const shape = {
  /** The store, as every command takes it with `--store`: `s3://<bucket>`. */
  storeUri: z.string().regex(/^s3:\/\/[^/]+/, 'must be s3://bucket'),
  stateMachineArn: arn,
  /** EventBridge Scheduler group; each schedule in it has its pipeline's id as its name. */
  scheduleGroup: text,
  /** Queue of schedule and arrival events that started nothing. */
  deadLetterQueueUrl: z.url(),
  alarmTopicArn: arn,
  dashboard: text,
  glueDatabase: text,
  athenaWorkgroup: text,
  /** Managed policy for analysts: reads published data, writes nothing but their own query results. */
  readerPolicyArn: arn,
  /** Log group that all functions share; one line is one JSON document with the key `run`. */
  functionLogGroup: text,
  /** Log group of the state machine's own history (level ALL). */
  stateMachineLogGroup: text,
  /** Version of Hotpass that was deployed, and a hash of its code: see `checkoutVersion`. */
  codeVersion: text,
  architecture: z.enum(['arm64', 'x86_64']),
  /** JSON object: stage or helper → physical function name. */
  functionNames: z
    .string()
    .transform((value, context) => {
      try {
        return JSON.parse(value) as unknown
      } catch {
        context.addIssue('must be a JSON object')
        return z.NEVER
      }
    })
    .pipe(z.record(z.string(), text)),
} as const

export type DeployedKey = keyof typeof shape

export const DEPLOYED_KEYS = Object.keys(shape) as readonly DeployedKey[]

const deployedSchema = z.object(shape)

/** Where an environment is, as its stacks published it. */
export type DeployedEnvironment = z.output<typeof deployedSchema>

/** Parameters of one environment live under this path of Systems Manager's Parameter Store. */
export const parameterPath = (environment: string): string => `/hotpass/${environmentNameSchema.parse(environment)}/`

/** `storeUri` of dev is `/hotpass/dev/store-uri`. */
export const parameterName = (environment: string, key: DeployedKey): string =>
  `${parameterPath(environment)}${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

/**
 * The parameters found under `parameterPath(environment)` as one typed value. Unknown ones are left alone: a newer deployment
 * may publish more.
 * @throws DeployedEnvironmentError when one is missing or is not what it should be.
 */
export function parseDeployedEnvironment(
  environment: string,
  parameters: Iterable<{ readonly name: string; readonly value: string }>,
): DeployedEnvironment {
  const found = new Map([...parameters].map(({ name, value }) => [name, value]))
  const values = Object.fromEntries(DEPLOYED_KEYS.map((key) => [key, found.get(parameterName(environment, key))]))
  const result = deployedSchema.safeParse(values)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const key = String(issue?.path[0] ?? '') as DeployedKey
  const name = parameterName(environment, key)
  throw new DeployedEnvironmentError(
    environment,
    name,
    found.has(name) ? (issue?.message ?? 'is not valid') : 'is missing',
  )
}

/** An environment whose parameters do not say where it is: never deployed, deployed in part, or by another release. */
export class DeployedEnvironmentError extends ConfigurationError {
  override name = 'DeployedEnvironmentError'
  readonly environment: string
  readonly parameter: string
  constructor(environment: string, parameter: string, problem: string) {
    super(
      `Environment "${environment}": parameter ${parameter} ${problem}. Check account and region, and deploy with: hotpass deploy --env ${environment}`,
    )
    this.environment = environment
    this.parameter = parameter
  }
}
