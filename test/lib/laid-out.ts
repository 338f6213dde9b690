import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, type Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { layOut } from '../../lib/deployable-app.ts'
import { defineEnvironment, type EnvironmentOptions } from '../../lib/environment.ts'
import { FUNCTION_NAMES } from '../../lib/functions.ts'
import { loadPipelines, type PublishingPipeline } from '../../lib/load-pipelines.ts'
import { projectEnvironments } from '../../lib/project-environments.ts'
import { shippedProject } from '../support/shipped-pipeline.ts'

const environments = projectEnvironments(shippedProject())

const folder = mkdtempSync(join(tmpdir(), 'hotpass-bundles-'))

/** Folders that stand for bundles: what is packed is the budget test's business. */
const bundles = () => {
  const made = (name: string) => {
    const path = join(folder, name)
    mkdirSync(path, { recursive: true })
    writeFileSync(join(path, 'index.mjs'), `export const handler = () => '${name}'\n`)
    return path
  }
  return { functions: new Map(FUNCTION_NAMES.map((name) => [name, made(name)])), duckdbLayer: made('duckdb-layer') }
}

const { context } = JSON.parse(readFileSync(join(import.meta.dirname, '../../cdk.json'), 'utf8'))

export interface LaidOut {
  readonly app: App
  stack(kind: 'data' | 'pipeline' | 'observability' | 'delivery'): Stack
  template(kind: 'data' | 'pipeline' | 'observability' | 'delivery'): Template
}

/** The app of one environment, as `bin/app.ts` lays it out with the flags of cdk.json: a listed one, or one of a test's own. */
export function laidOut(
  asked: string | EnvironmentOptions,
  pipelines?: readonly PublishingPipeline[],
): Promise<LaidOut> {
  if (typeof asked !== 'string') return layOutOne(asked, pipelines)
  const known = listed.get(asked) ?? layOutOne(asked, pipelines)
  listed.set(asked, known)
  return known
}

const listed = new Map<string, Promise<LaidOut>>()

async function layOutOne(
  asked: string | EnvironmentOptions,
  pipelines?: readonly PublishingPipeline[],
): Promise<LaidOut> {
  const environment =
    typeof asked === 'string' ? environments.find(({ name }) => name === asked) : defineEnvironment(asked)
  if (environment === undefined) throw new Error(`no environment ${String(asked)}`)
  const app = new App({ context: { ...context, 'aws:cdk:disable-asset-staging': true } })
  layOut(app, [...environments.map(({ name }) => name), environment.name], {
    environments: [environment],
    pipelines: pipelines ?? loadPipelines(shippedProject()),
    bundles,
    codeVersion: '1.2.3',
  })
  const stack = (kind: string) => app.node.findChild(`hotpass-${environment.name}-${kind}`) as Stack
  const templates = new Map<string, Template>()
  const template = (kind: string) => {
    const known = templates.get(kind) ?? Template.fromStack(stack(kind))
    templates.set(kind, known)
    return known
  }
  return { app, stack, template }
}

/** What the tests ask of a template's resources. */
export interface Resource {
  readonly Type: string
  // biome-ignore lint/suspicious/noExplicitAny: templates are read as they are.
  readonly Properties: any
}

export const resourcesOf = (template: Template, type: string): Record<string, Resource> =>
  template.findResources(type) as Record<string, Resource>

/** The one resource of a kind that a template has. */
export function only(template: Template, type: string): Resource {
  const [resource, ...more] = Object.values(resourcesOf(template, type))
  if (resource === undefined || more.length > 0) throw new Error(`not exactly one ${type}`)
  return resource
}

/** Calls `visit` with each policy statement of a template. */
export function statementsIn(value: unknown, visit: (statement: Record<string, unknown>) => void): void {
  if (typeof value !== 'object' || value === null) return
  if ('Effect' in value && 'Action' in value) visit(value as Record<string, unknown>)
  for (const inner of Object.values(value)) statementsIn(inner, visit)
}
