import { Duration } from 'aws-cdk-lib'
import { Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets'
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { Pipeline } from '../../src/config/index.ts'
import { acknowledgeWildcards } from '../acknowledge.ts'
import type { Environment } from '../environment.ts'
import { needsHeartbeat, watchedHours } from '../watched-hours.ts'
import type { HotpassFunction } from './hotpass-function.ts'

export interface HeartbeatProps {
  readonly environment: Environment
  readonly pipelines: readonly Pipeline[]
  readonly checker: HotpassFunction
  readonly deadLetters: IQueue
}

/** The daily check of pipelines whose successes are too far apart for an alarm to see. */
export class Heartbeat extends Construct {
  constructor(scope: Construct, id: string, props: HeartbeatProps) {
    super(scope, id)
    const { environment, checker, deadLetters } = props
    const hours = Object.fromEntries(
      props.pipelines
        .filter((pipeline) => needsHeartbeat(pipeline, environment.name))
        .map((pipeline) => [pipeline.id, watchedHours(pipeline, environment.name)]),
    )
    checker.function.addEnvironment('HOTPASS_HEARTBEATS', JSON.stringify(hours))
    const access = [
      new PolicyStatement({ sid: 'ReadMetrics', actions: ['cloudwatch:GetMetricStatistics'], resources: ['*'] }),
    ]
    const policy = new Policy(this, 'ReadMetrics', { roles: [checker.role], statements: access })
    acknowledgeWildcards(policy, access, {
      ReadMetrics: 'CloudWatch knows no resource for metrics: whoever may read one may read all.',
    })
    new Rule(this, 'Daily', {
      description: `Hotpass ${environment.name}: asks daily for each pipeline's last success`,
      schedule: Schedule.rate(Duration.days(1)),
      enabled: Object.keys(hours).length > 0,
      targets: [
        new FunctionTarget(checker.function, {
          deadLetterQueue: deadLetters,
          maxEventAge: Duration.hours(6),
          retryAttempts: 10,
        }),
      ],
    })
  }
}
