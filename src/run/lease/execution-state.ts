import { hostname } from 'node:os'
import { processStart } from '../../storage/process-owner.ts'

/** `unknown`: this machine cannot see the execution, or was not allowed to ask. */
export type ExecutionState = 'running' | 'ended' | 'unknown'

/**
 * The execution id of a run in this process: `local:<host>:<pid>:<start>`. The start time tells a process from a later one with its
 * number. Step Functions gives an ARN in its place.
 */
export const localExecutionId = (): string => `local:${hostname()}:${process.pid}:${processStart(process.pid) ?? ''}`

/** Whether the execution behind an id is still under way. Never throws: what cannot be found out is `unknown`. */
export async function executionState(id: string): Promise<ExecutionState> {
  return id.startsWith('arn:') ? stepFunctionsState(id) : processState(id)
}

/** The process behind a local execution id, when it runs on this machine. */
export function localProcess(id: string): number | undefined {
  const [kind, host, pid] = id.split(':')
  return kind === 'local' && host === hostname() && processState(id) === 'running' ? Number(pid) : undefined
}

function processState(id: string): ExecutionState {
  const [kind, host, pid, start] = id.split(':')
  if (kind !== 'local' || host !== hostname() || !/^[1-9]\d*$/.test(pid ?? '')) return 'unknown'
  try {
    process.kill(Number(pid), 0)
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return (error as NodeJS.ErrnoException).code === 'ESRCH' ? 'ended' : 'running'
  }
  const now = processStart(Number(pid))
  return now === undefined || start === '' || now === start ? 'running' : 'ended'
}

async function stepFunctionsState(arn: string): Promise<ExecutionState> {
  try {
    const { DescribeExecutionCommand, SFNClient } = await import('@aws-sdk/client-sfn')
    const client = new SFNClient({ ...regionOf(arn), maxAttempts: 3 })
    const { status } = await client.send(new DescribeExecutionCommand({ executionArn: arn }))
    return status === undefined ? 'unknown' : status === 'RUNNING' || status === 'PENDING_REDRIVE' ? 'running' : 'ended'
  } catch (error) {
    // Step Functions forgets an execution 90 days after its end.
    return error instanceof Error && error.name === 'ExecutionDoesNotExist' ? 'ended' : 'unknown'
  }
}

const regionOf = (arn: string): { region?: string } => {
  const region = arn.split(':')[3]
  return region === undefined || region === '' ? {} : { region }
}
