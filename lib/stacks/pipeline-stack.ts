import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib'
import { Rule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets'
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import type { Pipeline } from '../../src/config/index.ts'
import { acknowledge, acknowledgeWildcards } from '../acknowledge.ts'
import { Arrivals } from '../constructs/arrivals.ts'
import { type Bundles, Functions } from '../constructs/functions.ts'
import { Heartbeat } from '../constructs/heartbeat.ts'
import { OperatorPolicy } from '../constructs/operator-policy.ts'
import { RefineStateMachine } from '../constructs/refine-state-machine.ts'
import { Schedules } from '../constructs/schedules.ts'
import type { Environment } from '../environment.ts'
import { publishParameters } from '../publish-parameters.ts'
import type { DataStack } from './data-stack.ts'

export interface PipelineStackProps extends StackProps {
  readonly environment: Environment
  readonly pipelines: readonly Pipeline[]
  readonly data: DataStack
  readonly bundles: Bundles
  readonly codeVersion: string
}

/** What works: functions, the state machine, what starts it, and the queue of what started nothing. */
export class PipelineStack extends Stack {
  readonly functions: Functions
  readonly stateMachine: RefineStateMachine
  readonly deadLetters: Queue

  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    super(scope, id, props)
    const { environment, pipelines, data } = props
    const store = { bucketArn: data.store.bucketArn, keyArn: data.key?.keyArn }
    const storeUri = `s3://${data.store.bucketName}`
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    })
    acknowledge(this.deadLetters, {
      'AwsSolutions-SQS3': 'This is the dead-letter queue: an alarm tells that it holds something.',
      'Serverless-SQSRedrivePolicy': 'This is the dead-letter queue: an alarm tells that it holds something.',
    })
    this.functions = new Functions(this, 'Functions', {
      environment,
      bundles: props.bundles,
      store,
      storeUri,
      glueDatabase: data.glueDatabase,
      stateMachineTitle: `hotpass-${environment.name}-refine`,
      deadLetters: this.deadLetters,
    })
    this.stateMachine = new RefineStateMachine(this, 'Refine', {
      environment,
      functions: this.functions,
      store,
      bucketName: data.store.bucketName,
    })
    this.#letPlanAskForRuns()
    const schedules = new Schedules(this, 'Schedules', {
      environment,
      pipelines,
      stateMachineArn: this.stateMachine.arn,
      deadLetters: this.deadLetters,
    })
    new Arrivals(this, 'Arrivals', {
      environment,
      pipelines,
      bucket: data.store,
      starter: this.functions.get('StartOnArrival'),
      stateMachineArn: this.stateMachine.arn,
      scheduleGroup: schedules.group,
      deadLetters: this.deadLetters,
    })
    new Heartbeat(this, 'Heartbeat', {
      environment,
      pipelines,
      checker: this.functions.get('CheckHeartbeat'),
      deadLetters: this.deadLetters,
    })
    this.#closeStoppedRuns(environment)
    const { arn: operatorPolicy } = new OperatorPolicy(this, 'Operator', {
      environment,
      store,
      stateMachine: this.stateMachine,
      logGroupArn: this.functions.logGroup.logGroupArn,
    })
    new CfnOutput(this, 'OperatorPolicyArn', { value: operatorPolicy })
    publishParameters(this, environment.name, {
      stateMachineArn: this.stateMachine.arn,
      scheduleGroup: schedules.group,
      deadLetterQueueUrl: this.deadLetters.queueUrl,
      functionLogGroup: this.functions.logGroup.logGroupName,
      stateMachineLogGroup: this.stateMachine.logGroup.logGroupName,
      codeVersion: props.codeVersion,
      architecture: environment.architecture,
      functionNames: this.toJsonString(
        Object.fromEntries([...this.functions.all].map(([name, made]) => [name, made.function.functionName])),
      ),
    })
  }

  /** A lease whose owner is dead is taken over; whether it lives, Step Functions knows. */
  #letPlanAskForRuns(): void {
    const access = [
      new PolicyStatement({
        sid: 'AskForRuns',
        actions: ['states:DescribeExecution'],
        resources: this.stateMachine.executionArns,
      }),
    ]
    const policy = new Policy(this, 'AskForRuns', { roles: [this.functions.get('Plan').role], statements: access })
    acknowledgeWildcards(policy, access, {
      AskForRuns: 'Executions get their names when they start; these are of this state machine alone.',
    })
  }

  /** An execution that was stopped, or ran out of time, cannot write its own last word. */
  #closeStoppedRuns(environment: Environment): void {
    new Rule(this, 'Stopped', {
      description: `Hotpass ${environment.name}: a run ended without success`,
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { stateMachineArn: [this.stateMachine.arn], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
      },
      targets: [
        new FunctionTarget(this.functions.get('CloseRun').function, {
          deadLetterQueue: this.deadLetters,
          maxEventAge: Duration.hours(6),
          retryAttempts: 20,
        }),
      ],
    })
  }
}
