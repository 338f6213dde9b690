import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { laidOut } from '../lib/laid-out.ts'
import { pythonVenv } from '../support/python-venv.ts'

const run = promisify(execFile)

/** CDK writes a DependsOn beside each reference that says the same. */
const ACCEPTED = ['W3005']

it('every template is clean to cfn-lint, with each optional part in it', async () => {
  const { app } = await laidOut({
    name: 'full',
    encryption: 'kms',
    alarmEmails: ['on-call@example.org'],
    delivery: { repository: 'example/hotpass', githubEnvironment: 'full' },
  })
  const { directory } = app.synth()
  const templates = readdirSync(directory).filter((name) => name.endsWith('.template.json'))
  expect(templates).toHaveLength(4)
  const bin = await pythonVenv('cfn-lint')
  const files = templates.map((name) => join(directory, name))
  const told = await run(
    join(bin, 'cfn-lint'),
    ['--ignore-checks', ...ACCEPTED, '--regions', 'eu-west-1', 'us-east-1', '--template', ...files],
    { maxBuffer: 1 << 26 },
  ).catch((error: { stdout?: string; stderr?: string }) => ({ stdout: `${error.stdout}${error.stderr}` }))
  expect(told.stdout).toBe('')
})
