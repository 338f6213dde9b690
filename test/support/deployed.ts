import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm'
import { mockClient } from 'aws-sdk-client-mock'
import { deployedVersion } from '../../src/config/checkout-version.ts'
import { DEPLOYED_KEYS, parameterName } from '../../src/config/deployed-environment.ts'
import { shippedProject } from './shipped-pipeline.ts'

const MACHINE = 'arn:aws:states:eu-west-1:123456789012:stateMachine:Refine'

const values: Readonly<Record<string, string>> = {
  storeUri: 's3://lake',
  stateMachineArn: MACHINE,
  deadLetterQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/q',
  alarmTopicArn: 'arn:aws:sns:eu-west-1:123456789012:t',
  readerPolicyArn: 'arn:aws:iam::123456789012:policy/p',
  architecture: 'arm64',
  functionNames: '{"Plan":"plan-fn"}',
  codeVersion: deployedVersion(shippedProject()),
  glueDatabase: 'hotpass_dev',
  scheduleGroup: 'hotpass-dev',
  functionLogGroup: '/hotpass/dev/functions',
}

/** What the parameter of a key holds. */
export const deployedValue = (key: string): string => values[key] ?? `the-${key}`

export const stateMachineArn = MACHINE
export const executionArn = (run: string): string => `${MACHINE.replace(':stateMachine:', ':execution:')}:${run}`
export const awsError = (name: string, message = 'said by AWS'): Error => Object.assign(new Error(message), { name })

/** An environment `dev` as a mocked Parameter Store tells of it. */
export function mockDeployment(): { reset(): void; publish(overrides?: Record<string, string>): void } {
  const ssm = mockClient(SSMClient)
  return {
    reset: () => void ssm.reset(),
    publish(overrides = {}) {
      ssm.reset()
      ssm.on(GetParametersByPathCommand).resolves({ Parameters: [] })
      ssm.on(GetParametersByPathCommand, { Path: '/hotpass/dev/' }).resolves({
        Parameters: DEPLOYED_KEYS.map((key) => ({
          Name: parameterName('dev', key),
          Value: overrides[key] ?? deployedValue(key),
        })),
      })
    },
  }
}
