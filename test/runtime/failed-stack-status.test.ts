import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, test } from 'vitest'
import { failedStackStatus } from '../../src/runtime/failed-stack-status.ts'
import { awsError } from '../support/deployed.ts'

const cloudFormation = mockClient(CloudFormationClient)
beforeEach(() => cloudFormation.reset())

const stack = (StackStatus: string) =>
  cloudFormation.on(DescribeStacksCommand).resolves({
    Stacks: [
      { StackName: 'hotpass-dev-data', CreationTime: new Date(), StackStatus: StackStatus as 'CREATE_COMPLETE' },
    ],
  })

describe('how the last deployment of a stack failed', () => {
  test.each(['UPDATE_ROLLBACK_FAILED', 'CREATE_FAILED', 'ROLLBACK_COMPLETE'])('%s is told', async (status) => {
    stack(status)
    expect(await failedStackStatus('hotpass-dev-data')).toBe(status)
  })

  test.each(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'])('%s stands', async (status) => {
    stack(status)
    expect(await failedStackStatus('hotpass-dev-data')).toBeUndefined()
  })

  test('a stack that is not there has none', async () => {
    const error = awsError('ValidationError', 'Stack with id hotpass-dev-data does not exist')
    cloudFormation.on(DescribeStacksCommand).rejects(error)
    expect(await failedStackStatus('hotpass-dev-data')).toBeUndefined()
  })

  test('a delivery role, which may not ask, deploys all the same', async () => {
    cloudFormation.on(DescribeStacksCommand).rejects(awsError('AccessDenied', 'is not authorized to perform'))
    expect(await failedStackStatus('hotpass-dev-data')).toBeUndefined()
  })

  test('any other trouble is told', async () => {
    cloudFormation.on(DescribeStacksCommand).rejects(awsError('ValidationError', 'the name is wrong'))
    await expect(failedStackStatus('?')).rejects.toThrow(/the name is wrong/)
  })
})
