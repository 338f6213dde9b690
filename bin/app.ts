import { resolve } from 'node:path'
import { App } from 'aws-cdk-lib'
import { BUNDLING_STACKS } from 'aws-cdk-lib/cx-api'
import type { Bundles } from '../lib/constructs/functions.ts'
import { layOut } from '../lib/deployable-app.ts'
import { loadPipelines } from '../lib/load-pipelines.ts'
import { projectEnvironments } from '../lib/project-environments.ts'
import type { Architecture } from '../scripts/fetch-duckdb-binding.ts'
import { hasReadyBundles, readyBundles, withoutBundles } from '../scripts/ready-bundles.ts'
import { deployedVersion } from '../src/config/checkout-version.ts'
import { PROJECT_FILE, projectFolder } from '../src/config/project-file.ts'
import { meantProject } from '../src/config/shipped-project.ts'

// `-c environment=staging` lays out one environment; without it, all of them.
const app = new App()
const project = meantProject()
if (project === undefined) throw new Error(`There is no ${PROJECT_FILE} here or above, so there is nothing to deploy.`)
const listed = projectEnvironments(project)
const wanted: unknown = app.node.tryGetContext('environment')
const known = listed.map(({ name }) => name)
if (wanted !== undefined && !known.includes(String(wanted)))
  throw new Error(
    `There is no environment "${wanted}". Known: ${known.join(', ') || 'none'}; add it to environments in ${PROJECT_FILE}.`,
  )
const chosen = listed.filter(({ name }) => wanted === undefined || name === wanted)

const work = resolve(projectFolder() ?? '.', '.hotpass', 'bundles')
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
  pipelines: loadPipelines(project),
  bundles: (architecture) => made.get(architecture) as Bundles,
  codeVersion: deployedVersion(project),
})
app.synth()
