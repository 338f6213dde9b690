import { type Stack, type StackProps, Tags } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import type { Bundles } from './constructs/functions.ts'
import type { Environment } from './environment.ts'
import type { PublishingPipeline } from './load-pipelines.ts'
import { DataStack } from './stacks/data-stack.ts'
import { DeliveryStack } from './stacks/delivery-stack.ts'
import { ObservabilityStack } from './stacks/observability-stack.ts'
import { PipelineStack } from './stacks/pipeline-stack.ts'

export interface EnvironmentLayout {
  readonly environment: Environment
  readonly pipelines: readonly PublishingPipeline[]
  readonly bundles: Bundles
  /** Version of Hotpass and hash of its code. */
  readonly codeVersion: string
}

export interface EnvironmentStacks {
  readonly data: DataStack
  readonly pipeline: PipelineStack
  readonly observability: ObservabilityStack
  /** Where the environment says who may deploy it. */
  readonly delivery: DeliveryStack | undefined
}

/** Lays out the stacks of one environment; each is named `hotpass-<environment>-…`, wherever in an app they stand. */
export function layOutEnvironment(scope: Construct, layout: EnvironmentLayout): EnvironmentStacks {
  const { environment, pipelines } = layout
  const title = `hotpass-${environment.name}`
  const shared = (part: string, what: string): StackProps & { environment: Environment } => ({
    env: {
      ...(environment.account === undefined ? {} : { account: environment.account }),
      ...(environment.region === undefined ? {} : { region: environment.region }),
    },
    stackName: `${title}-${part}`,
    description: `Hotpass ${environment.name}: ${what}`,
    terminationProtection: environment.terminationProtection,
    environment,
  })
  const data = new DataStack(scope, `${title}-data`, {
    ...shared('data', 'the store, catalog and queries'),
    pipelines,
  })
  const pipeline = new PipelineStack(scope, `${title}-pipeline`, {
    ...shared('pipeline', 'functions, state machine, schedules'),
    pipelines,
    data,
    bundles: layout.bundles,
    codeVersion: layout.codeVersion,
  })
  const observability = new ObservabilityStack(scope, `${title}-observability`, {
    ...shared('observability', 'dashboard and alarms'),
    pipelines,
    pipeline,
  })
  const delivery =
    environment.delivery === undefined
      ? undefined
      : new DeliveryStack(scope, `${title}-delivery`, shared('delivery', 'who may deploy it from GitHub'))
  for (const stack of [data, pipeline, observability, delivery].filter((one): one is Stack => one !== undefined))
    Tags.of(stack).add('hotpass:environment', environment.name)
  return { data, pipeline, observability, delivery }
}
