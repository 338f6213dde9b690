import { Stack, type StackProps } from 'aws-cdk-lib'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { Construct } from 'constructs'
import type { Pipeline } from '../../src/config/index.ts'
import type { Environment } from '../environment.ts'
import { publishParameters } from '../publish-parameters.ts'
import type { PipelineStack } from './pipeline-stack.ts'

export interface ObservabilityStackProps extends StackProps {
  readonly environment: Environment
  readonly pipelines: readonly Pipeline[]
  readonly pipeline: PipelineStack
}

/** What tells people: the dashboard, the alarms and the topic they go to. */
export class ObservabilityStack extends Stack {
  constructor(scope: Construct, id: string, props: ObservabilityStackProps) {
    super(scope, id, props)
    const { environment } = props
    const topic = new Topic(this, 'Alarms', { displayName: `Hotpass ${environment.name}`, enforceSSL: true })
    for (const address of environment.alarmEmails) topic.addSubscription(new EmailSubscription(address))
    publishParameters(this, environment.name, {
      alarmTopicArn: topic.topicArn,
      dashboard: `hotpass-${environment.name}`,
    })
  }
}
