import { Stack, type StackProps } from 'aws-cdk-lib'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { Construct } from 'constructs'
import { acknowledge } from '../acknowledge.ts'
import { Alarms } from '../constructs/alarms.ts'
import { Dashboard } from '../constructs/dashboard.ts'
import type { Environment } from '../environment.ts'
import type { PublishingPipeline } from '../load-pipelines.ts'
import { publishParameters } from '../publish-parameters.ts'
import type { PipelineStack } from './pipeline-stack.ts'

export interface ObservabilityStackProps extends StackProps {
  readonly environment: Environment
  readonly pipelines: readonly PublishingPipeline[]
  readonly pipeline: PipelineStack
}

/** What tells people: the dashboard, the alarms and the topic they go to. */
export class ObservabilityStack extends Stack {
  constructor(scope: Construct, id: string, props: ObservabilityStackProps) {
    super(scope, id, props)
    const { environment, pipelines, pipeline } = props
    const { functions, stateMachine, deadLetters } = pipeline
    // An alarm cannot publish to a topic under the key that AWS manages for SNS; its messages hold names and numbers only.
    const topic = new Topic(this, 'Alarms', { displayName: `Hotpass ${environment.name}`, enforceSSL: true })
    for (const address of environment.alarmEmails) topic.addSubscription(new EmailSubscription(address))
    if (environment.alarmEmails.length > 0)
      acknowledge(topic, {
        'Serverless-SNSRedrivePolicy': 'Mail has no redrive: an address that cannot be reached is seen in the topic.',
      })
    new Dashboard(this, 'Overview', {
      environment,
      pipelines,
      functions,
      stateMachineArn: stateMachine.arn,
    })
    if (environment.alarms)
      new Alarms(this, 'Watch', { environment, pipelines, topic, deadLetters, stateMachineArn: stateMachine.arn })
    publishParameters(this, environment.name, {
      alarmTopicArn: topic.topicArn,
      dashboard: `hotpass-${environment.name}`,
    })
  }
}
