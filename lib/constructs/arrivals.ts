import { Duration, Stack } from 'aws-cdk-lib'
import { Rule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets'
import { Policy, PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam'
import type { IBucket } from 'aws-cdk-lib/aws-s3'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { Pipeline } from '../../src/config/index.ts'
import { acknowledgeWildcards } from '../acknowledge.ts'
import type { Environment } from '../environment.ts'
import { runInput } from '../run-input.ts'
import type { HotpassFunction } from './hotpass-function.ts'
import { schedulerOf } from './schedules.ts'

export interface ArrivalsProps {
  readonly environment: Environment
  readonly pipelines: readonly Pipeline[]
  readonly bucket: IBucket
  readonly starter: HotpassFunction
  readonly stateMachineArn: string
  readonly scheduleGroup: string
  readonly deadLetters: IQueue
}

/**
 * Runs that start when files arrive. Each arrival moves one one-time schedule of the pipeline forward; when nothing has arrived
 * for the quiet time it fires, and the function that made it starts the run.
 */
export class Arrivals extends Construct {
  constructor(scope: Construct, id: string, props: ArrivalsProps) {
    super(scope, id)
    const { environment, bucket, starter, stateMachineArn, scheduleGroup, deadLetters } = props
    const stack = Stack.of(this)
    const waiting = props.pipelines.filter(
      (pipeline) => pipeline.on_arrival !== undefined && pipeline.enabled[environment.name] === true,
    )
    const scheduleRole = new Role(this, 'ScheduleRole', {
      description: `Hotpass ${environment.name}: tells the starter that arrivals have ceased`,
      assumedBy: schedulerOf(this, scheduleGroup),
      inlinePolicies: {
        Access: new PolicyDocument({
          statements: [
            new PolicyStatement({
              sid: 'KeepWhatStartedNothing',
              actions: ['sqs:SendMessage'],
              resources: [deadLetters.queueArn],
            }),
          ],
        }),
      },
    })
    new Policy(this, 'TellStarter', {
      roles: [scheduleRole],
      statements: [
        new PolicyStatement({
          sid: 'TellStarter',
          actions: ['lambda:InvokeFunction'],
          resources: [starter.function.functionArn],
        }),
      ],
    })
    const access = [
      new PolicyStatement({ sid: 'StartRuns', actions: ['states:StartExecution'], resources: [stateMachineArn] }),
      new PolicyStatement({
        sid: 'MoveSchedules',
        actions: ['scheduler:CreateSchedule', 'scheduler:UpdateSchedule'],
        resources: [
          stack.formatArn({ service: 'scheduler', resource: 'schedule', resourceName: `${scheduleGroup}/arrival-*` }),
        ],
      }),
      new PolicyStatement({
        sid: 'GiveScheduleItsRole',
        actions: ['iam:PassRole'],
        resources: [scheduleRole.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      }),
    ]
    const startRuns = new Policy(this, 'StartRuns', { roles: [starter.role], statements: access })
    acknowledgeWildcards(startRuns, access, {
      MoveSchedules: 'One schedule a pipeline, named arrival-<pipeline>, in the group of this environment.',
    })
    const { function: handler } = starter
    handler.addEnvironment('HOTPASS_STATE_MACHINE_ARN', stateMachineArn)
    handler.addEnvironment('HOTPASS_SCHEDULE_GROUP', scheduleGroup)
    handler.addEnvironment('HOTPASS_SCHEDULE_ROLE', scheduleRole.roleArn)
    handler.addEnvironment('HOTPASS_DEAD_LETTERS', deadLetters.queueArn)
    handler.addEnvironment(
      'HOTPASS_ARRIVALS',
      JSON.stringify(
        Object.fromEntries(
          waiting.map((pipeline) => [
            pipeline.id,
            {
              quietMinutes: pipeline.on_arrival?.quiet_minutes,
              // Files that land while a run is under way are for the run after it.
              input: runInput(pipeline, { whenBusy: 'wait' }),
            },
          ]),
        ),
      ),
    )
    new Rule(this, 'Landed', {
      description: `Hotpass ${environment.name}: a file landed`,
      enabled: waiting.length > 0,
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [bucket.bucketName] }, object: { key: [{ prefix: 'landing/' }] } },
      },
      targets: [
        new FunctionTarget(handler, {
          deadLetterQueue: deadLetters,
          maxEventAge: Duration.hours(1),
          retryAttempts: 10,
        }),
      ],
    })
  }
}
