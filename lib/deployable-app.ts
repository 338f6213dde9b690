import { type App, type Stack, Tags } from 'aws-cdk-lib'
import type { Bundles } from './constructs/functions.ts'
import { type Environment, EnvironmentError } from './environment.ts'
import type { PublishingPipeline } from './load-pipelines.ts'
import { DataStack } from './stacks/data-stack.ts'
import { DeliveryStack } from './stacks/delivery-stack.ts'
import { ObservabilityStack } from './stacks/observability-stack.ts'
import { PipelineStack } from './stacks/pipeline-stack.ts'

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
          `pipelines/${pipeline.id}.yaml enables it, and there is none of that name; known: ${known.join(', ')}`,
        )
  for (const environment of deployable.environments) {
    const shared = {
      env: {
        ...(environment.account === undefined ? {} : { account: environment.account }),
        ...(environment.region === undefined ? {} : { region: environment.region }),
      },
      terminationProtection: environment.terminationProtection,
      environment,
    }
    const title = `hotpass-${environment.name}`
    const data = new DataStack(app, `${title}-data`, {
      ...shared,
      description: `Hotpass ${environment.name}: the store, catalog and queries`,
      pipelines: deployable.pipelines,
    })
    const pipeline = new PipelineStack(app, `${title}-pipeline`, {
      ...shared,
      description: `Hotpass ${environment.name}: functions, state machine, schedules`,
      pipelines: deployable.pipelines,
      data,
      bundles: deployable.bundles(environment.architecture),
      codeVersion: deployable.codeVersion,
    })
    const observability = new ObservabilityStack(app, `${title}-observability`, {
      ...shared,
      description: `Hotpass ${environment.name}: dashboard and alarms`,
      pipelines: deployable.pipelines,
      pipeline,
    })
    const stacks: Stack[] = [data, pipeline, observability]
    if (environment.delivery !== undefined)
      stacks.push(
        new DeliveryStack(app, `${title}-delivery`, {
          ...shared,
          description: `Hotpass ${environment.name}: who may deploy it from GitHub`,
        }),
      )
    for (const stack of stacks) Tags.of(stack).add('hotpass:environment', environment.name)
  }
}
