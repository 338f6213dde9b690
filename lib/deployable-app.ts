import type { App } from 'aws-cdk-lib'
import type { Bundles } from './constructs/functions.ts'
import { type Environment, EnvironmentError } from './environment.ts'
import { layOutEnvironment } from './lay-out-environment.ts'
import type { PublishingPipeline } from './load-pipelines.ts'

export interface Deployable {
  readonly environments: readonly Environment[]
  readonly pipelines: readonly PublishingPipeline[]
  readonly bundles: (architecture: Environment['architecture']) => Bundles
  /** Version of Hotpass and hash of its code. */
  readonly codeVersion: string
}

/** Lays out the stacks of every environment. @throws EnvironmentError when a pipeline names an environment that is not there. */
export function layOut(app: App, known: readonly string[], deployable: Deployable): void {
  for (const pipeline of deployable.pipelines)
    for (const name of Object.keys(pipeline.enabled))
      if (!known.includes(name))
        throw new EnvironmentError(
          name,
          '',
          `the pipeline "${pipeline.id}" enables it, and there is none of that name; known: ${known.join(', ')}`,
        )
  for (const environment of deployable.environments)
    layOutEnvironment(app, {
      environment,
      pipelines: deployable.pipelines,
      bundles: deployable.bundles(environment.architecture),
      codeVersion: deployable.codeVersion,
    })
}
