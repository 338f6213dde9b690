import { lambdaHandler } from '../src/run/lambda-handler.ts'
import { closeRunInputOf } from '../src/stages/close-run/close-run.ts'

const close = lambdaHandler('CloseRun')

/** Told by EventBridge that an execution failed, timed out or was aborted: ends the run that could not end itself. */
export const handler = async (event: unknown, invocation?: unknown): Promise<unknown> => {
  const input = closeRunInputOf(event)
  return input === undefined ? { outcome: 'not-ours' } : close(input, invocation)
}
