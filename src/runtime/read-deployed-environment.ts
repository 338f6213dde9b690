import {
  type DeployedEnvironment,
  ENVIRONMENT_PATTERN,
  parameterPath,
  parseDeployedEnvironment,
} from '../config/deployed-environment.ts'
import { ask } from './aws-errors.ts'
import { EnvironmentNameError, EnvironmentNotDeployedError } from './errors.ts'

/**
 * Where an environment is, as its stacks published it in this account and region.
 * @throws EnvironmentNameError, EnvironmentNotDeployedError, DeployedEnvironmentError, AwsError
 */
export async function readDeployedEnvironment(environment: string): Promise<DeployedEnvironment> {
  if (!ENVIRONMENT_PATTERN.test(environment)) throw new EnvironmentNameError(environment)
  const { GetParametersByPathCommand, SSMClient } = await import('@aws-sdk/client-ssm')
  const client = new SSMClient({ maxAttempts: 4 })
  const Path = parameterPath(environment)
  const parameters: { name: string; value: string }[] = []
  let NextToken: string | undefined
  do {
    const page = await ask('ssm:GetParametersByPath', () =>
      client.send(new GetParametersByPathCommand({ Path, Recursive: true, NextToken })),
    )
    for (const { Name, Value } of page.Parameters ?? [])
      if (Name !== undefined && Value !== undefined) parameters.push({ name: Name, value: Value })
    NextToken = page.NextToken
  } while (NextToken)
  if (parameters.length === 0) throw new EnvironmentNotDeployedError(environment, await client.config.region())
  return parseDeployedEnvironment(environment, parameters)
}
