import type { DeployedEnvironment } from '../config/deployed-environment.ts'
import { ask } from './aws-errors.ts'
import { ExecutionNotFoundError } from './errors.ts'
import { executionArnOf, openStepFunctions } from './step-functions-runner.ts'

export type ExecutionStatus = 'running' | 'succeeded' | 'failed' | 'timed-out' | 'aborted'

/** What Step Functions knows of a run. Times are ISO 8601. */
export interface AwsRun {
  readonly run: string
  readonly status: ExecutionStatus
  readonly startedAt: string
  readonly endedAt: string | null
}

export interface AwsRunDetail extends AwsRun {
  readonly executionArn: string
  /** What the execution was started with. */
  readonly input: string
  readonly error: string | null
  readonly cause: string | null
}

const statusOf = (status: string | undefined): ExecutionStatus =>
  status === 'SUCCEEDED'
    ? 'succeeded'
    : status === 'FAILED'
      ? 'failed'
      : status === 'TIMED_OUT'
        ? 'timed-out'
        : status === 'ABORTED'
          ? 'aborted'
          : 'running'

/** The newest runs of an environment, newest first. @throws AwsError */
export async function listAwsRuns(deployed: DeployedEnvironment, most: number): Promise<AwsRun[]> {
  const { ListExecutionsCommand } = await import('@aws-sdk/client-sfn')
  const client = await openStepFunctions()
  const { stateMachineArn } = deployed
  const { executions } = await ask('states:ListExecutions', () =>
    client.send(new ListExecutionsCommand({ stateMachineArn, maxResults: most })),
  )
  return (executions ?? []).map(({ name, status, startDate, stopDate }) => ({
    run: name ?? '',
    status: statusOf(status),
    startedAt: startDate?.toISOString() ?? '',
    endedAt: stopDate?.toISOString() ?? null,
  }))
}

/** One run. @throws ExecutionNotFoundError, AwsError */
export async function describeAwsRun(
  deployed: DeployedEnvironment,
  environment: string,
  run: string,
): Promise<AwsRunDetail> {
  const { DescribeExecutionCommand } = await import('@aws-sdk/client-sfn')
  const client = await openStepFunctions()
  const executionArn = executionArnOf(deployed.stateMachineArn, run)
  const found = await ask('states:DescribeExecution', () =>
    client.send(new DescribeExecutionCommand({ executionArn })).catch(notFound(run, environment)),
  )
  return {
    run,
    executionArn,
    status: statusOf(found.status),
    startedAt: found.startDate?.toISOString() ?? '',
    endedAt: found.stopDate?.toISOString() ?? null,
    input: found.input ?? '{}',
    error: found.error ?? null,
    cause: found.cause ?? null,
  }
}

/** Stops a run that is under way and was decided not to publish; CloseRun then writes its ending. @throws ExecutionNotFoundError, AwsError */
export async function stopAwsRun(deployed: DeployedEnvironment, environment: string, run: string): Promise<void> {
  const { StopExecutionCommand } = await import('@aws-sdk/client-sfn')
  const client = await openStepFunctions()
  await ask('states:StopExecution', () =>
    client
      .send(
        new StopExecutionCommand({
          executionArn: executionArnOf(deployed.stateMachineArn, run),
          error: 'RunAborted',
          cause: 'The run was stopped with "hotpass cancel".',
        }),
      )
      .catch(notFound(run, environment)),
  )
}

/** An ARN with a name that cannot be one is as unknown as one that was never used. */
const notFound = (run: string, environment: string) => (error: unknown) => {
  if (error instanceof Error && (error.name === 'ExecutionDoesNotExist' || error.name === 'InvalidArn'))
    throw new ExecutionNotFoundError(run, environment)
  throw error
}
