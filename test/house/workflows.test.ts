import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { projectEnvironments } from '../../lib/project-environments.ts'
import { shippedProject } from '../support/shipped-pipeline.ts'

const environments = projectEnvironments(shippedProject())

interface Job {
  readonly if?: string
  readonly concurrency?: { group: string; 'cancel-in-progress': boolean }
  readonly uses?: string
  readonly environment?: string
  readonly permissions?: Record<string, string>
  readonly steps?: readonly { readonly uses?: string; readonly run?: string; readonly with?: Record<string, unknown> }[]
}
interface Workflow {
  readonly on: Record<string, unknown>
  readonly permissions: Record<string, string>
  readonly jobs: Record<string, Job>
}

const folder = join(import.meta.dirname, '..', '..', '.github', 'workflows')
const names = readdirSync(folder)
const text = (name: string): string => readFileSync(join(folder, name), 'utf8')
const workflow = (name: string): Workflow => parse(text(name)) as Workflow
const stepsOf = (name: string) => Object.values(workflow(name).jobs).flatMap((job) => job.steps ?? [])

describe.each(names)('the workflow %s', (name) => {
  test('pins every action of others by commit and says which release that is', () => {
    const used = text(name)
      .split('\n')
      .filter((line) => line.includes('uses:') && !line.includes('uses: ./'))
    for (const line of used) expect(line).toMatch(/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
    expect(used.length + Object.values(workflow(name).jobs).filter((job) => job.uses).length).toBeGreaterThan(0)
  })

  test('may read the code, and at most ask for an identity token', () => {
    const granted = [
      workflow(name).permissions,
      ...Object.values(workflow(name).jobs).map((job) => job.permissions ?? {}),
    ]
    for (const permissions of granted)
      for (const [scope, level] of Object.entries(permissions))
        expect(`${scope}: ${level}`).toMatch(/^(contents: read|id-token: write)$/)
  })

  test('holds no secret, never runs on code of a fork with rights, and puts no input into a script', () => {
    expect(text(name)).not.toMatch(/secrets\.|pull_request_target/)
    for (const step of stepsOf(name)) expect(step.run ?? '').not.toContain('${{')
  })
})

describe('delivery', () => {
  test('goes to production only after staging, and each through its GitHub environment', () => {
    const { jobs } = parse(text('deploy.yml')) as {
      jobs: Record<string, { needs?: string; with?: { environment: string } }>
    }
    expect(jobs.staging).toMatchObject({ needs: 'ci', with: { environment: 'staging' } })
    expect(jobs.prod).toMatchObject({ needs: 'staging', with: { environment: 'prod' } })
    expect(workflow('deploy-environment.yml').jobs.deploy?.environment).toBe('$' + '{{ inputs.environment }}')
  })

  test('brings DuckDB for the functions’ own architecture before it bundles', () => {
    const steps = stepsOf('deploy-environment.yml').map(({ run = '' }) => run)
    for (const { architecture } of environments.filter(({ name }) => ['staging', 'prod'].includes(name)))
      expect(steps).toContain(`npm run fetch-duckdb -- ${architecture}`)
    expect(steps.findIndex((run) => run.startsWith('npm run fetch-duckdb'))).toBeLessThan(
      steps.findIndex((run) => run.includes('hotpass -- deploy')),
    )
  })

  test('waits for its approval without holding up another environment, and does nothing before it is switched on', () => {
    expect(parse(text('deploy.yml'))).not.toHaveProperty('concurrency')
    expect(workflow('deploy-environment.yml').jobs.deploy?.concurrency).toEqual({
      group: 'deploy-${' + '{ inputs.environment }}',
      'cancel-in-progress': false,
    })
    const first = [workflow('deploy.yml').jobs.staging, workflow('oidc-smoke.yml').jobs.smoke]
    for (const job of first) expect(job?.if).toBe("vars.HOTPASS_DELIVERY == 'on'")
  })

  test('signs in by role, with no key', () => {
    const signIns = ['deploy-environment.yml', 'oidc-smoke.yml'].flatMap((name) =>
      stepsOf(name).filter((step) => step.uses?.startsWith('aws-actions/configure-aws-credentials@')),
    )
    expect(signIns).toHaveLength(2)
    for (const { with: given = {} } of signIns) {
      expect(Object.keys(given).sort()).toEqual([
        'aws-region',
        'mask-aws-account-id',
        'role-session-name',
        'role-to-assume',
      ])
    }
  })
})
