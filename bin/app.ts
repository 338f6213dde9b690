import { resolve } from 'node:path'
import { App } from 'aws-cdk-lib'
import { BUNDLING_STACKS } from 'aws-cdk-lib/cx-api'
import type { Bundles } from '../lib/constructs/functions.ts'
import { layOut } from '../lib/deployable-app.ts'
import { environments } from '../lib/environments.ts'
import { loadPipelines, loadProjectPipelines } from '../lib/load-pipelines.ts'
import { projectEnvironments } from '../lib/project-environments.ts'
import type { Architecture } from '../scripts/fetch-duckdb-binding.ts'
import { hasReadyBundles, readyBundles, withoutBundles } from '../scripts/ready-bundles.ts'
import { deployedVersion } from '../src/config/checkout-version.ts'
import { findProject } from '../src/config/project.ts'

// `-c environment=staging` lays out one environment; without it, all of them.
const app = new App()
const project = findProject()
const listed = project === undefined ? environments : projectEnvironments(project)
const wanted: unknown = app.node.tryGetContext('environment')
const known = listed.map(({ name }) => name)
if (wanted !== undefined && !known.includes(String(wanted)))
  throw new Error(
    `There is no environment "${wanted}". Known: ${known.join(', ') || 'none'}; add it to ${project === undefined ? 'lib/environments.ts' : 'environments in hotpass.yaml'}.`,
  )
const chosen = listed.filter(({ name }) => wanted === undefined || name === wanted)

const work = resolve(project?.folder ?? '.', '.hotpass', 'bundles')
const pack = async (architecture: Architecture): Promise<Bundles> =>
  hasReadyBundles()
    ? readyBundles(architecture, project, work)
    : await (await import('../scripts/bundle.ts')).bundle(architecture, project)

// The CDK names no stack to bundle when it uploads nothing: bootstrap, list, destroy.
const uploads = (app.node.tryGetContext(BUNDLING_STACKS) as string[] | undefined)?.length !== 0
const made = new Map<string, Bundles>()
for (const { architecture } of chosen)
  if (!made.has(architecture)) made.set(architecture, uploads ? await pack(architecture) : withoutBundles(work))

layOut(app, known, {
  environments: chosen,
  pipelines: project === undefined ? await loadPipelines() : loadProjectPipelines(project),
  bundles: (architecture) => made.get(architecture) as Bundles,
  codeVersion: deployedVersion(project),
})
app.synth()
