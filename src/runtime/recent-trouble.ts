import { z } from 'zod'
import type { DeployedEnvironment } from '../config/deployed-environment.ts'
import { ask } from './aws-errors.ts'
import { type AwsRunDetail, describeAwsRun, listAwsRuns } from './aws-runs.ts'
import { type Found, pass, warn } from './diagnosis.ts'
import { pipelineInRunId } from './run-id.ts'

/** So many executions are looked through for the last run of each pipeline. */
const LOOKED_THROUGH = 50

/**
 * How the last run of each pipeline ended, and what to type where it did not end well.
 * @throws AwsError
 */
export async function lastRuns(deployed: DeployedEnvironment, environment: string): Promise<Found> {
  const last = new Map<string, string>()
  const troubled: string[] = []
  for (const { run, status } of await listAwsRuns(deployed, LOOKED_THROUGH)) {
    if (status === 'running') continue
    const pipeline = pipelineInRunId(run) ?? (await pipelineAskedFor(deployed, environment, run))
    if (last.has(pipeline)) continue
    last.set(pipeline, status)
    if (status !== 'succeeded') troubled.push(run)
  }
  if (last.size === 0) return pass('none has ended yet')
  if (troubled.length === 0) return pass(`the last one succeeded: ${[...last.keys()].join(', ')}`)
  const ended = await Promise.all(troubled.map((run) => describeAwsRun(deployed, environment, run)))
  return warn(
    ended.map((run) => `${run.run} ${endingOf(run)}`).join(', '),
    ended.map((run) => commandsFor(run, environment)).join('; '),
  )
}

const asked = z.object({ pipeline: z.string() })

/** What an execution that somebody named otherwise was started for; one that was started with something else is its own. */
async function pipelineAskedFor(deployed: DeployedEnvironment, environment: string, run: string): Promise<string> {
  const { input } = await describeAwsRun(deployed, environment, run)
  const found = asked.safeParse(JSON.parse(input))
  return found.success ? found.data.pipeline : run
}

const isBlocked = ({ error }: AwsRunDetail): boolean => error === 'QualityGateBlocked'

const endingOf = (run: AwsRunDetail): string =>
  isBlocked(run)
    ? 'was blocked by the gate'
    : {
        running: 'runs',
        succeeded: 'succeeded',
        failed: 'failed',
        'timed-out': 'ran out of time',
        aborted: 'was stopped',
      }[run.status]

const commandsFor = (run: AwsRunDetail, environment: string): string =>
  isBlocked(run)
    ? `See why: hotpass gate show ${run.run} --env ${environment}`
    : run.status === 'aborted'
      ? `Run it again: hotpass retry ${run.run} --env ${environment}`
      : `See why: hotpass status ${run.run} --env ${environment}, then hotpass retry ${run.run} --env ${environment}`

/**
 * Alarms of the environment that are in alarm, each with the command that its text names.
 * @throws AwsError
 */
export async function alarmsInAlarm(deployed: DeployedEnvironment, environment: string): Promise<Found> {
  const { CloudWatchClient, DescribeAlarmsCommand } = await import('@aws-sdk/client-cloudwatch')
  const client = new CloudWatchClient({ maxAttempts: 3 })
  const texts = new Set<string>()
  let watching = 0
  let NextToken: string | undefined
  do {
    const page = await ask('cloudwatch:DescribeAlarms', () => client.send(new DescribeAlarmsCommand({ NextToken })))
    for (const { AlarmActions, AlarmDescription, AlarmName, StateValue } of page.MetricAlarms ?? []) {
      if (AlarmActions?.includes(deployed.alarmTopicArn) !== true) continue
      watching++
      if (StateValue === 'ALARM') texts.add(AlarmDescription ?? AlarmName ?? '')
    }
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  if (texts.size === 0) return pass(watching === 0 ? 'this environment has none' : `none of ${watching} is in alarm`)
  const raised = [...texts].sort()
  return warn(
    raised.map((text) => kindOf(text) ?? text).join(', '),
    raised.map((text) => fixFor(text, deployed, environment)).join('; '),
  )
}

const kindOf = (text: string): string | undefined => /#([a-z-]+)$/.exec(text)?.[1]

/** The command that the alarm's text names. Where that is the doctor, who is asked already, its own answer. */
function fixFor(text: string, deployed: DeployedEnvironment, environment: string): string {
  const kind = kindOf(text)
  const page = kind === undefined ? '' : ` (docs/how-to/operate.md#${kind})`
  const named = / Type: (.+?)\. /.exec(text)?.[1] ?? `hotpass status --env ${environment}`
  if (!named.startsWith('hotpass doctor ')) return `${named}${page}`
  if (kind === 'dead-letters')
    return `aws sqs receive-message --queue-url ${deployed.deadLetterQueueUrl} --attribute-names All --message-attribute-names All${page}`
  return `see "${kind === 'throttles' ? 'Concurrency' : 'Runs'}" here${page}`
}
