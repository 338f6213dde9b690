import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Environment } from './environment.ts'

const ARN = /^arn:aws[\w-]*:sagemaker:[a-z0-9-]+:\d{12}:mlflow-(?:tracking-server|app)\/[\w-]+$/

/** What telling a training takes of SageMaker's MLflow, which names its actions after those of the REST interface. */
const ACTIONS = [
  'GetExperimentByName',
  'CreateExperiment',
  'SearchRuns',
  'CreateRun',
  'UpdateRun',
  'LogBatch',
  'LogInputs',
  'CreateRegisteredModel',
  'SearchModelVersions',
  'CreateModelVersion',
]

/**
 * What Resolve may do on the managed tracking server that `functionEnvironment` names by its ARN. A server that is named by its address
 * is asked with whatever credentials that one takes.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemakerwithmlflow.html
 */
export function trackingStatements({
  functionEnvironment,
}: Pick<Environment, 'functionEnvironment'>): PolicyStatement[] {
  const server = functionEnvironment.MLFLOW_TRACKING_URI?.trim() ?? ''
  if (!ARN.test(server)) return []
  return [
    new PolicyStatement({
      sid: 'TrackModels',
      actions: ACTIONS.map((action) => `sagemaker-mlflow:${action}`),
      resources: [server],
    }),
  ]
}
