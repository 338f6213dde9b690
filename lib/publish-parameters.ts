import { CfnOutput, type Stack } from 'aws-cdk-lib'
import { StringParameter } from 'aws-cdk-lib/aws-ssm'
import { type DeployedKey, parameterName } from '../src/config/deployed-environment.ts'

/** Publishes values of a stack for the command line: a parameter each, and an output for people. */
export function publishParameters(
  stack: Stack,
  environment: string,
  values: Readonly<Partial<Record<DeployedKey, string>>>,
): void {
  for (const [key, value] of Object.entries(values) as [DeployedKey, string][]) {
    const id = `${key.charAt(0).toUpperCase()}${key.slice(1)}`
    new StringParameter(stack, `${id}Parameter`, { parameterName: parameterName(environment, key), stringValue: value })
    new CfnOutput(stack, id, { value })
  }
}
