import { z } from 'zod'
import { environmentNameSchema } from '../src/config/deployed-environment.ts'
import { PROJECT_FILE } from '../src/config/project-file.ts'

const days = z.int().min(1).max(3653)

/** Retention periods that CloudWatch Logs accepts. */
const LOG_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]

const githubId = z.string().regex(/^\d+$/, 'must be the number that GitHub knows it by').optional()

/** Every option of a deployed environment, with its default. The reference page is made from these descriptions. */
export const environmentSchema = z.strictObject({
  name: environmentNameSchema.describe('What the environment is called: in stack names, parameters and commands.'),
  account: z
    .string()
    .regex(/^\d{12}$/, 'must be a twelve-digit account number, in quotes')
    .optional()
    .describe('Account it may be deployed to; left out, the one of the credentials in use.'),
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be a region, such as eu-west-1')
    .optional()
    .describe('Region it may be deployed to; left out, the one of the credentials in use.'),
  architecture: z
    .enum(['arm64', 'x86_64'])
    .default('arm64')
    .describe("Processor of the functions; DuckDB's binding follows it."),
  removal: z
    .enum(['retain', 'destroy'])
    .default('retain')
    .describe('What becomes of bucket, key and database when their stack is deleted or they are replaced.'),
  terminationProtection: z
    .boolean()
    .default(true)
    .describe('Stacks refuse to be deleted until this is set to false and deployed.'),
  encryption: z
    .enum(['s3', 'kms'])
    .default('s3')
    .describe(
      "`s3`: the bucket's own keys, at no cost. `kms`: a key of yours, rotated yearly, about 1 dollar a month.",
    ),
  logRetentionDays: z
    .int()
    .refine((value) => LOG_DAYS.includes(value), `must be one of ${LOG_DAYS.join(', ')}`)
    .default(90)
    .describe('How long logs of functions and state machine are kept.'),
  noncurrentVersionDays: days.default(30).describe('How long overwritten and deleted objects can be brought back.'),
  alarms: z.boolean().default(true).describe('Whether alarms exist; each costs about 0.10 dollars a month.'),
  alarmEmails: z
    .array(z.email())
    .default([])
    .describe('Who is told of an alarm; each address has to confirm the mail that AWS sends it.'),
  scheduleTarget: z
    .enum(['universal', 'templated'])
    .default('universal')
    .describe(
      '`universal`: a schedule names its run and dates it by the scheduled time. `templated`: AWS names the run and its start dates it, for emulators that know no universal target.',
    ),
  namedQueries: z
    .boolean()
    .default(true)
    .describe('Whether Athena offers the saved queries; an emulator may not know the resource.'),
  athenaScanLimitGb: z
    .int()
    .min(1)
    .max(7000)
    .default(100)
    .describe('Most gigabytes that one Athena query may scan before it is stopped.'),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info').describe('Least level of what functions log.'),
  functionEnvironment: z
    .record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), z.string())
    .default({})
    .describe(
      'Environment variables given to every function, such as `OPENLINEAGE_URL`, `MLFLOW_TRACKING_URI` or `OTEL_EXPORTER_OTLP_ENDPOINT`. Never a secret: they can be read in the console.',
    ),
  delivery: z
    .strictObject({
      repository: z
        .string()
        .regex(/^[\w.-]+\/[\w.-]+$/, 'must be owner/name')
        .describe('GitHub repository that may deploy.'),
      ownerId: githubId.describe(
        "The owner's number at GitHub. Repositories made or renamed since 2026-07-15 name themselves by names and numbers; give both numbers then, and only then.",
      ),
      repositoryId: githubId.describe("The repository's number at GitHub, beside `ownerId`."),
      githubEnvironment: z
        .string()
        .regex(/^[\w-]+$/)
        .describe('GitHub environment that its job must run in.'),
      createProvider: z
        .boolean()
        .default(true)
        .describe(
          "Whether this stack makes GitHub's OIDC provider; an account has one, so false for the second environment in it.",
        ),
      bootstrapQualifier: z
        .string()
        .regex(/^[a-z0-9]{1,10}$/)
        .default('hnb659fds')
        .describe('Qualifier that the account was bootstrapped with.'),
    })
    .refine(({ ownerId, repositoryId }) => (ownerId === undefined) === (repositoryId === undefined), {
      message: 'needs ownerId and repositoryId, or neither',
    })
    .optional()
    .describe('Left out, no DeliveryStack exists.'),
})

export type Environment = z.output<typeof environmentSchema>
export type EnvironmentOptions = z.input<typeof environmentSchema>

/** An environment with its defaults filled in. @throws EnvironmentError naming the option that is wrong. */
export function defineEnvironment(options: EnvironmentOptions): Environment {
  const result = environmentSchema.safeParse(options)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new EnvironmentError(String(options.name), issue?.path.join('.') ?? '', issue?.message ?? 'is not valid')
}

/** An environment that cannot be deployed as its file has it. */
export class EnvironmentError extends Error {
  override name = 'EnvironmentError'
  constructor(environment: string, option: string, problem: string) {
    super(`${PROJECT_FILE}, environment "${environment}"${option === '' ? '' : `, ${option}`}: ${problem}.`)
  }
}
