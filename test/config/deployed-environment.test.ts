import { describe, expect, it } from 'vitest'
import {
  DEPLOYED_KEYS,
  DeployedEnvironmentError,
  type DeployedKey,
  parameterName,
  parameterPath,
  parseDeployedEnvironment,
} from '../../src/config/index.ts'

const values: Record<DeployedKey, string> = {
  storeUri: 's3://store-of-dev',
  stateMachineArn: 'arn:aws:states:eu-west-1:111122223333:stateMachine:refine',
  scheduleGroup: 'hotpass-dev',
  deadLetterQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/dead',
  alarmTopicArn: 'arn:aws:sns:eu-west-1:111122223333:alarms',
  dashboard: 'hotpass-dev',
  glueDatabase: 'hotpass_dev',
  athenaWorkgroup: 'hotpass-dev',
  readerPolicyArn: 'arn:aws:iam::111122223333:policy/reader',
  functionLogGroup: '/hotpass/dev/functions',
  stateMachineLogGroup: '/hotpass/dev/states',
  codeVersion: '0.1.0',
  architecture: 'arm64',
  functionNames: '{"Plan":"plan-1"}',
}

const parameters = (changed: Partial<Record<DeployedKey, string | undefined>> = {}) =>
  Object.entries({ ...values, ...changed }).flatMap(([key, value]) =>
    value === undefined ? [] : [{ name: parameterName('dev', key as DeployedKey), value }],
  )

describe('what a deployed environment says of itself', () => {
  it('has one parameter per key under the path of its environment', () => {
    const names = DEPLOYED_KEYS.map((key) => parameterName('dev', key))
    expect(new Set(names).size).toBe(DEPLOYED_KEYS.length)
    for (const name of names) expect(name).toMatch(/^\/hotpass\/dev\/[a-z-]+$/)
    expect(parameterName('dev', 'stateMachineArn')).toBe('/hotpass/dev/state-machine-arn')
  })

  it('is read back typed, whatever else a newer deployment published', () => {
    const read = parseDeployedEnvironment('dev', [...parameters(), { name: '/hotpass/dev/newer', value: 'x' }])
    expect(read).toEqual({ ...values, functionNames: { Plan: 'plan-1' } })
  })

  it.each([
    ['was never deployed', [], '/hotpass/dev/store-uri is missing'],
    ['was deployed in part', parameters({ athenaWorkgroup: undefined }), '/hotpass/dev/athena-workgroup is missing'],
    ['holds no ARN', parameters({ alarmTopicArn: 'none' }), '/hotpass/dev/alarm-topic-arn must be an ARN'],
    ['holds broken JSON', parameters({ functionNames: '{' }), '/hotpass/dev/function-names must be a JSON object'],
  ])('says which parameter is wrong and what to do when it %s', (_, given, message) => {
    expect(() => parseDeployedEnvironment('dev', given)).toThrow(DeployedEnvironmentError)
    expect(() => parseDeployedEnvironment('dev', given)).toThrow(message)
    expect(() => parseDeployedEnvironment('dev', given)).toThrow('hotpass deploy --env dev')
  })

  it.each(['../prod', 'Dev', '', 'dev/x', 'a-b', '1dev'])('never makes a path of the name %j', (name) => {
    expect(() => parameterPath(name)).toThrow()
  })
})
