import { Stack } from 'aws-cdk-lib'
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { Pipeline } from '../../src/config/index.ts'
import type { Environment } from '../environment.ts'
import { runInput } from '../run-input.ts'

export interface SchedulesProps {
  readonly environment: Environment
  readonly pipelines: readonly Pipeline[]
  readonly stateMachineArn: string
  readonly deadLetters: IQueue
}

/** One schedule a pipeline, named after it, in the environment's group; disabled where the pipeline is not enabled. */
export class Schedules extends Construct {
  readonly group: string

  constructor(scope: Construct, id: string, props: SchedulesProps) {
    super(scope, id)
    const { environment, stateMachineArn, deadLetters } = props
    this.group = `hotpass-${environment.name}`
    const group = new CfnScheduleGroup(this, 'Group', { name: this.group })
    const role = new Role(this, 'Role', {
      description: `Hotpass ${environment.name}: starts scheduled runs`,
      assumedBy: schedulerOf(this, this.group),
      inlinePolicies: {
        Access: new PolicyDocument({
          statements: [
            new PolicyStatement({ sid: 'StartRuns', actions: ['states:StartExecution'], resources: [stateMachineArn] }),
            new PolicyStatement({
              sid: 'KeepWhatStartedNothing',
              actions: ['sqs:SendMessage'],
              resources: [deadLetters.queueArn],
            }),
          ],
        }),
      },
    })
    for (const pipeline of props.pipelines) {
      const { schedule } = pipeline
      if (schedule === undefined) continue
      new CfnSchedule(this, pipeline.id, {
        name: pipeline.id,
        groupName: group.ref,
        description: pipeline.description.slice(0, 512),
        scheduleExpression: schedule.expression,
        scheduleExpressionTimezone: schedule.time_zone,
        flexibleTimeWindow:
          schedule.flexible_minutes === 0
            ? { mode: 'OFF' }
            : { mode: 'FLEXIBLE', maximumWindowInMinutes: schedule.flexible_minutes },
        state: pipeline.enabled[environment.name] === true ? 'ENABLED' : 'DISABLED',
        target: {
          ...this.#target(environment, pipeline, stateMachineArn),
          roleArn: role.roleArn,
          deadLetterConfig: { arn: deadLetters.queueArn },
          // A run that could not be started for an hour is told in the queue; the next schedule tries anew.
          retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 10 },
        },
      })
    }
  }

  /**
   * The universal target calls StartExecution itself, so that the run has a name of ours and stands for the scheduled time, however
   * late it starts. A name takes no colon, so it holds the invocation's id instead of its time.
   */
  #target(
    environment: Environment,
    pipeline: Pipeline,
    stateMachineArn: string,
  ): Pick<CfnSchedule.TargetProperty, 'arn' | 'input'> {
    if (environment.scheduleTarget === 'templated')
      return { arn: stateMachineArn, input: JSON.stringify(runInput(pipeline, {})) }
    const stack = Stack.of(this)
    const input = JSON.stringify(runInput(pipeline, { nominalTime: '<aws.scheduler.scheduled-time>' }))
    const name = `${pipeline.id.slice(0, 40)}-<aws.scheduler.execution-id>`
    return {
      arn: `arn:${stack.partition}:scheduler:::aws-sdk:sfn:startExecution`,
      input: stack.toJsonString({ StateMachineArn: stateMachineArn, Name: name, Input: input }),
    }
  }
}

/** Scheduler may take a role only for schedules of this account and group. */
export const schedulerOf = (scope: Construct, group: string): ServicePrincipal => {
  const stack = Stack.of(scope)
  return new ServicePrincipal('scheduler.amazonaws.com', {
    conditions: {
      StringEquals: { 'aws:SourceAccount': stack.account },
      ArnEquals: {
        'aws:SourceArn': stack.formatArn({ service: 'scheduler', resource: 'schedule-group', resourceName: group }),
      },
    },
  })
}
