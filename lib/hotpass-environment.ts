import { join } from 'node:path'
import { Construct } from 'constructs'
import { hasReadyBundles, readyBundles } from '../scripts/ready-bundles.ts'
import { deployedVersion } from '../src/config/checkout-version.ts'
import { readProject } from '../src/config/project.ts'
import { type EnvironmentStacks, layOutEnvironment } from './lay-out-environment.ts'
import { loadPipelines } from './load-pipelines.ts'
import { projectEnvironment } from './project-environments.ts'

export interface HotpassEnvironmentProps {
  /** Folder of the project's `hotpass.yaml`. */
  readonly project: string
  /** One of its environments; the construct's id without. */
  readonly environment?: string
}

/**
 * An environment of a project inside a CDK app of one's own: the same stacks under the same names as `hotpass deploy` makes, so either
 * may deploy what the other did. The app sets its own feature flags; `cdk.json` of this package has those it is tested with.
 * @throws ConfigurationFileError, EnvironmentError, MissingBindingError
 */
export class HotpassEnvironment extends Construct {
  readonly stacks: EnvironmentStacks

  constructor(scope: Construct, id: string, props: HotpassEnvironmentProps) {
    super(scope, id)
    const project = readProject(props.project)
    const environment = projectEnvironment(project, props.environment ?? id)
    if (!hasReadyBundles())
      throw new Error(
        'The functions are not beside this program. In a checkout, build the package first: npm run package',
      )
    this.stacks = layOutEnvironment(this, {
      environment,
      pipelines: loadPipelines(project),
      bundles: readyBundles(environment.architecture, project, join(project.folder, '.hotpass', 'bundles')),
      codeVersion: deployedVersion(project),
    })
  }
}
