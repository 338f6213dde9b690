import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag'
import { describe, expect, it } from 'vitest'
import type { EnvironmentOptions } from '../../lib/environment.ts'
import { laidOut } from './laid-out.ts'

const full: EnvironmentOptions = {
  name: 'full',
  encryption: 'kms',
  alarmEmails: ['on-call@example.org'],
  delivery: { repository: 'example/hotpass', githubEnvironment: 'full' },
}

describe('cdk-nag finds nothing that is not accepted with a reason', () => {
  it.each(['prod', full])('in %j', async (environment) => {
    const { app } = await laidOut(environment)
    for (const Pack of [AwsSolutionsChecks, ServerlessChecks]) {
      const report = new Pack(app, { verbose: true }).validateScope(app)
      const found = report.violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map((resource) => `${ruleName}: ${JSON.stringify(resource)}`),
      )
      expect(found).toEqual([])
    }
  })
})
