import { jobName, LOCAL_JOB_NAMESPACE } from '../lineage/dataset-reference.ts'
import { childRunId, lineageRunId } from '../lineage/run-ids.ts'

/** What OpenLineage calls a run of ours. */
export interface LineageIds {
  readonly runId: string
  readonly namespace: string
  readonly name: string
}

/** `aws-sfn://<region>/<account>` in a function, which `lambdaHandler` reads from the function's own ARN; `aws-sfn://local/local` on a laptop. */
export const jobNamespace = (): string => process.env.HOTPASS_JOB_NAMESPACE || LOCAL_JOB_NAMESPACE

/** The parent job: the state machine's name. */
const stateMachineName = (): string => process.env.HOTPASS_STATE_MACHINE || 'hotpass-refine'

/** `aws-sfn://<region>/<account>` of a function's ARN; undefined for anything else. */
export function namespaceOfFunction(arn: string | undefined): string | undefined {
  const parts = /^arn:[^:]+:lambda:([^:]+):(\d{12}):/.exec(arn ?? '')
  return parts === null ? undefined : `aws-sfn://${parts[1]}/${parts[2]}`
}

/**
 * The ids of a run, of one of its states, or of one group of a state's shards. The run of a group is a child of the state's run.
 * @param state a state's name, or `<state>/<group>`
 */
export function lineageIds(run: string, state?: string): LineageIds {
  const namespace = jobNamespace()
  const root = lineageRunId(namespace, run)
  if (state === undefined) return { runId: root, namespace, name: jobName(stateMachineName()) }
  return {
    runId: childRunId(root, state),
    namespace,
    name: jobName(stateMachineName(), state.replace('/', '.')),
  }
}
