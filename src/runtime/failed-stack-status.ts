import { AwsAccessDeniedError, ask } from './aws-errors.ts'

/**
 * The status of a stack whose last deployment failed; undefined for one that stands, that is not there yet, or that these credentials may
 * not ask about: a delivery role may do nothing but take the bootstrap's roles. @throws AwsError
 */
export async function failedStackStatus(stack: string): Promise<string | undefined> {
  const { CloudFormationClient, DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation')
  const client = new CloudFormationClient({ maxAttempts: 4 })
  const { Stacks } = await ask('cloudformation:DescribeStacks', () =>
    client.send(new DescribeStacksCommand({ StackName: stack })).catch((error: unknown) => {
      if (error instanceof Error && /does not exist/.test(error.message)) return { Stacks: [] }
      throw error
    }),
  ).catch((error: unknown) => {
    if (error instanceof AwsAccessDeniedError) return { Stacks: [] }
    throw error
  })
  const status = Stacks?.[0]?.StackStatus
  return status !== undefined && (/FAILED$/.test(status) || status === 'ROLLBACK_COMPLETE') ? status : undefined
}
