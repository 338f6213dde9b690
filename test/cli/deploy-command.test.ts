import { describe, expect, test } from 'vitest'
import { deployCommand } from '../../src/cli/deploy-command.ts'
import type { Deployment, StackChange } from '../../src/runtime/deployment.ts'
import { fakeIo, hotpass } from './fake-io.ts'

const changed: StackChange[] = [
  { stack: 'hotpass-dev-data', differences: 0, permissionsBroadened: false },
  { stack: 'hotpass-dev-pipeline', differences: 2, permissionsBroadened: true },
]

/** Runs the command on a deployment of the test's own, and tells what became of it. */
async function deploy(
  changes: StackChange[],
  options: Parameters<typeof fakeIo>[0] = {},
  flags = { yes: false, json: false },
) {
  const io = fakeIo(options)
  const calls: string[] = []
  const open = async (environment: string, tell: (line: string) => void): Promise<Deployment> => {
    calls.push(`open ${environment}`)
    return {
      changes: async () => {
        tell('[+] AWS::S3::Bucket \u001b[2Jx')
        return changes
      },
      deploy: async () => {
        calls.push('deploy')
        return ['hotpass-dev-data', 'hotpass-dev-pipeline']
      },
      dispose: async () => void calls.push('dispose'),
    }
  }
  const exit = await deployCommand({ env: 'dev', ...flags }, io, open).catch((error: Error) => error)
  return { exit, calls, ...io.said }
}

describe('hotpass deploy', () => {
  test('shows the differences, asks, and deploys on a yes', async () => {
    const { exit, calls, out, err } = await deploy(changed, { terminal: true, input: 'y\n' })
    expect(exit).toBe(0)
    expect(calls).toEqual(['open dev', 'deploy', 'dispose'])
    expect(err).toContain('[+] AWS::S3::Bucket  [2Jx')
    expect(err).toMatch(/hotpass-dev-pipeline: 2 differences; somebody gets more rights/)
    expect(err.indexOf('AWS::S3')).toBeLessThan(err.indexOf('Deploy these changes to dev? [y/N]'))
    expect(out).toBe('Deployed dev: hotpass-dev-data, hotpass-dev-pipeline.\nNext: hotpass doctor --env dev\n')
  })

  test.each(['n\n', '\n', '', 'yellow\n'])('deploys nothing on %j', async (input) => {
    const { exit, calls, out } = await deploy(changed, { terminal: true, input })
    expect([exit, out, calls]).toEqual([0, 'Nothing was deployed.\n', ['open dev', 'dispose']])
  })

  test('--yes does not ask, and --json says what was done', async () => {
    const { calls, out } = await deploy(changed, {}, { yes: true, json: true })
    expect(calls).toContain('deploy')
    expect(JSON.parse(out)).toMatchObject({ environment: 'dev', outcome: 'deployed', changes: changed })
  })

  test('nothing to change is said, and nobody is asked', async () => {
    const { exit, calls, out } = await deploy([{ stack: 's', differences: 0, permissionsBroadened: false }])
    expect([exit, out, calls]).toEqual([
      0,
      'dev is deployed as it is here: nothing to change.\n',
      ['open dev', 'dispose'],
    ])
  })

  test('a stack whose last deployment failed is deployed again, although its template is the same', async () => {
    const failed = { stack: 's', differences: 0, permissionsBroadened: false, failed: 'ROLLBACK_COMPLETE' }
    const { calls, err } = await deploy([failed], {}, { yes: true, json: false })
    expect(calls).toContain('deploy')
    expect(err).toContain('s: its last deployment failed (ROLLBACK_COMPLETE); 0 differences')
  })

  test('without a terminal and without --yes the differences are shown and nothing is deployed', async () => {
    const { exit, calls, err } = await deploy(changed)
    expect(exit).toMatchObject({ name: 'UsageError', message: expect.stringContaining('--yes') })
    expect(calls).toEqual(['open dev', 'dispose'])
    expect(err).toContain('2 differences')
  })

  test.each([[], ['--env', '../prod']])('needs an environment: %j', async (...args) => {
    expect((await hotpass(['deploy', ...args])).exit).toBe(2)
  })
})
