import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { Construct } from 'constructs'
import { describe, expect, test } from 'vitest'
import { layOutEnvironment } from '../../lib/lay-out-environment.ts'
import { loadPipelines } from '../../lib/load-pipelines.ts'
import { projectEnvironment, projectEnvironments } from '../../lib/project-environments.ts'
import { withoutBundles } from '../../scripts/ready-bundles.ts'
import { readProject } from '../../src/config/index.ts'

const example = readProject(join(import.meta.dirname, '../../examples/projects/aviation'))

/** A project of this text. */
function projectOf(text: string, files: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'hotpass-project-'))
  for (const [name, body] of Object.entries({ 'hotpass.yaml': text, ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), body)
  }
  return readProject(folder)
}

describe('the example as a project', () => {
  test('publishes what its domain says, and starts only where it is enabled', () => {
    const [own, ...more] = loadPipelines(example)
    expect(more).toEqual([])
    expect(own).toMatchObject({ id: 'refinement', domain: 'aviation', enabled: { staging: true, prod: true } })
    expect(own?.datasets).toEqual(expect.arrayContaining(['organizations', 'contacts', 'entity_links']))
  })

  test('keeps what production holds, and lets development go', () => {
    const removal = Object.fromEntries(projectEnvironments(example).map((one) => [one.name, one.removal]))
    expect(removal).toEqual({ dev: 'destroy', staging: 'retain', prod: 'retain', emulator: 'destroy' })
  })
})

describe('a project that cannot be deployed is refused', () => {
  test.each([
    ['for an option that there is none of', '{ regoin: eu-west-1 }', 'hotpass.yaml, environment "trial"'],
    ['for a value that no option has', '{ removal: perhaps }', 'hotpass.yaml, environment "trial", removal'],
    ['for an account that lost its zeros', '{ account: 12 }', 'hotpass.yaml, environment "trial", account'],
  ])('%s', (_, options, message) => {
    expect(() => projectEnvironments(projectOf(`environments: { trial: ${options} }`))).toThrow(message)
  })

  test('for an environment that it has not, with those it has', () => {
    const project = projectOf('environments: { trial: {}, live: }')
    expect(() => projectEnvironment(project, 'prod')).toThrow(
      'there is no environment of that name; known: trial, live',
    )
    expect(projectEnvironment(project, 'live')).toMatchObject({ name: 'live', removal: 'retain' })
  })

  test('for two pipelines that are one name in Glue', () => {
    const project = projectOf('pipelines: { a-b: { domain: aviation }, a_b: { domain: aviation } }')
    expect(() => loadPipelines(project)).toThrow('"a_b" and "a-b" are one name in Glue')
  })

  test('for a setting that there is none of, before its first scheduled run', () => {
    const project = projectOf('pipelines: { a: { domain: aviation, settings: { gate.min_rowz: 1 } } }')
    expect(() => loadPipelines(project)).toThrow('there is no setting "gate.min_rowz"')
  })

  test('for a domain whose file has faults', () => {
    const project = projectOf('pipelines: { a: { domain: mine } }', { 'domains/mine/domain.yaml': 'id: [' })
    expect(() => loadPipelines(project)).toThrow('domain')
  })
})

test('wherever in an app an environment stands, its stacks have the names that a deployment gives them', () => {
  const layout = {
    environment: projectEnvironment(projectOf('environments: { trial: {} }'), 'trial'),
    pipelines: loadPipelines(example),
    bundles: withoutBundles(mkdtempSync(join(tmpdir(), 'hotpass-bundles-'))),
    codeVersion: '1.2.3',
  }
  const app = new App({ context: { 'aws:cdk:disable-asset-staging': true } })
  const { data, pipeline, observability, delivery } = layOutEnvironment(new Construct(app, 'Deep'), layout)
  expect([data, pipeline, observability].map(({ stackName }) => stackName)).toEqual([
    'hotpass-trial-data',
    'hotpass-trial-pipeline',
    'hotpass-trial-observability',
  ])
  expect(delivery).toBeUndefined()
})
