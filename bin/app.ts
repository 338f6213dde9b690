import { App } from 'aws-cdk-lib'
import { BUNDLING_STACKS } from 'aws-cdk-lib/cx-api'
import { layOut } from '../lib/deployable-app.ts'
import { environments } from '../lib/environments.ts'
import { loadPipelines } from '../lib/load-pipelines.ts'
import { type Bundles, bundle, withoutBundles } from '../scripts/bundle.ts'
import { checkoutVersion } from '../src/config/checkout-version.ts'

// `-c environment=staging` lays out one environment; without it, all of them.
const app = new App()
const wanted: unknown = app.node.tryGetContext('environment')
const known = environments.map(({ name }) => name)
if (wanted !== undefined && !known.includes(String(wanted)))
  throw new Error(`There is no environment "${wanted}". Known: ${known.join(', ')}; add it to lib/environments.ts.`)
const chosen = environments.filter(({ name }) => wanted === undefined || name === wanted)

// The CDK names no stack to bundle when it uploads nothing: bootstrap, list, destroy.
const uploads = (app.node.tryGetContext(BUNDLING_STACKS) as string[] | undefined)?.length !== 0
const made = new Map<string, Bundles>()
for (const { architecture } of chosen)
  if (!made.has(architecture))
    made.set(architecture, uploads ? await bundle(architecture) : withoutBundles(architecture))

layOut(app, known, {
  environments: chosen,
  pipelines: await loadPipelines(),
  bundles: (architecture) => made.get(architecture) as Bundles,
  codeVersion: checkoutVersion(),
})
app.synth()
