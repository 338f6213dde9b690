import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DEPLOYED_KEYS, parameterName } from '../../src/config/deployed-environment.ts'
import { explainAwsError } from '../../src/runtime/aws-errors.ts'
import { readDeployedEnvironment } from '../../src/runtime/read-deployed-environment.ts'

const sdkError = (name: string, message = 'said', more: Record<string, unknown> = {}) =>
  Object.assign(new Error(message), { name, ...more })

describe('what goes wrong with AWS is told with what to do', () => {
  test.each<[string, Error, string, RegExp]>([
    [
      'no credentials',
      sdkError('CredentialsProviderError'),
      'AwsCredentialsError',
      /No AWS credentials.*aws sso login/,
    ],
    ['SSO that ran out', sdkError('TokenProviderError'), 'AwsCredentialsError', /aws sso login/],
    ['expired credentials', sdkError('ExpiredTokenException'), 'AwsCredentialsError', /have expired.*Sign in again/],
    ['expired S3 credentials', sdkError('ExpiredToken'), 'AwsCredentialsError', /have expired/],
    ['unknown keys', sdkError('UnrecognizedClientException'), 'AwsCredentialsError', /does not accept.*AWS_PROFILE/],
    ['wrong secret', sdkError('SignatureDoesNotMatch'), 'AwsCredentialsError', /does not accept/],
    ['denied', sdkError('AccessDeniedException'), 'AwsAccessDeniedError', /may not sts:Ask .*Use a role/],
    ['a bare 403', sdkError('Odd', 'no', { $metadata: { httpStatusCode: 403 } }), 'AwsAccessDeniedError', /may not/],
    ['throttled', sdkError('ThrottlingException'), 'AwsThrottledError', /slow down.*Wait a minute/],
    ['throttled S3', sdkError('SlowDown'), 'AwsThrottledError', /slow down/],
    ['no region', sdkError('Error', 'Region is missing'), 'AwsRegionError', /Set AWS_REGION/],
    ['another region', sdkError('PermanentRedirect'), 'AwsRegionError', /another region.*AWS_REGION/],
    ['a region that is none', sdkError('Error', 'getaddrinfo', { code: 'ENOTFOUND' }), 'AwsRegionError', /spelling/],
    ['nobody there', sdkError('Error', 'connect', { code: 'ECONNREFUSED' }), 'AwsUnreachableError', /AWS_ENDPOINT_URL/],
    ['no answer', sdkError('TimeoutError'), 'AwsUnreachableError', /did not answer/],
    ['anything else', sdkError('ValidationException'), 'AwsCallError', /sts:Ask failed \(ValidationException: said\)/],
  ])('%s', (_, error, name, sentence) => {
    const told = explainAwsError('sts:Ask', error)
    expect(told.name).toBe(name)
    expect(told.message).toMatch(sentence)
    expect(told.cause).toBe(error)
  })

  test('access keys in what a service says are not repeated', () => {
    const { message } = explainAwsError(
      's3:Get',
      sdkError('Odd', 'Credential=AKIAIOSFODNN7EXAMPLE/2026, ASIAABCDEFGHIJKLMNOP'),
    )
    expect(message).not.toMatch(/IOSFODNN7|ABCDEFGH/)
  })

  test('our own errors and what is no error pass through', () => {
    const own = explainAwsError('a', sdkError('ExpiredToken'))
    expect(explainAwsError('b', own)).toBe(own)
    expect(explainAwsError('b', 'text').message).toBe('text')
  })
})

const sample: Record<string, string> = {
  storeUri: 's3://bucket',
  stateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:Refine',
  deadLetterQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/q',
  alarmTopicArn: 'arn:aws:sns:eu-west-1:123456789012:t',
  readerPolicyArn: 'arn:aws:iam::123456789012:policy/p',
  architecture: 'arm64',
  functionNames: '{"Plan":"plan-fn"}',
}

describe('reading where an environment is', () => {
  const ssm = mockClient(SSMClient)
  const parameters = DEPLOYED_KEYS.map((key) => ({
    Name: parameterName('dev', key),
    Value: sample[key] ?? `the-${key}`,
  }))
  beforeEach(() => {
    ssm.reset()
    process.env.AWS_REGION = 'eu-west-1'
  })
  afterEach(() => void delete process.env.AWS_REGION)

  test('takes every page', async () => {
    ssm
      .on(GetParametersByPathCommand, { Path: '/hotpass/dev/' })
      .resolvesOnce({ Parameters: parameters.slice(0, 10), NextToken: 'more' })
      .resolves({ Parameters: parameters.slice(10) })
    expect(await readDeployedEnvironment('dev')).toMatchObject({
      storeUri: 's3://bucket',
      functionNames: { Plan: 'plan-fn' },
    })
  })

  test('says when nothing was deployed there, and where it looked', async () => {
    ssm.on(GetParametersByPathCommand).resolves({ Parameters: [] })
    await expect(readDeployedEnvironment('dev')).rejects.toThrow(
      /"dev" is not deployed in eu-west-1.*hotpass deploy --env dev/,
    )
  })

  test('says which parameter is missing of a deployment that is not whole', async () => {
    ssm.on(GetParametersByPathCommand).resolves({ Parameters: parameters.slice(1) })
    await expect(readDeployedEnvironment('dev')).rejects.toThrow(/parameter \/hotpass\/dev\/store-uri is missing/)
  })

  test.each(['', 'Prod', '../dev', 'a/b', 'x'.repeat(21)])('refuses "%s" before it asks anyone', async (name) => {
    await expect(readDeployedEnvironment(name)).rejects.toMatchObject({ name: 'EnvironmentNameError' })
    expect(ssm.calls()).toEqual([])
  })

  test('tells expired credentials', async () => {
    ssm.on(GetParametersByPathCommand).rejects(sdkError('ExpiredTokenException'))
    await expect(readDeployedEnvironment('dev')).rejects.toMatchObject({ name: 'AwsCredentialsError' })
  })
})
