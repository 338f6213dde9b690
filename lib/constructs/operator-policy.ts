import { Stack } from 'aws-cdk-lib'
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { Construct } from 'constructs'
import { parameterPath } from '../../src/config/deployed-environment.ts'
import { acknowledgeWildcards } from '../acknowledge.ts'
import type { Environment } from '../environment.ts'
import { type StoreReference, storeStatements } from '../store-statements.ts'

interface OperatorPolicyProps {
  readonly environment: Environment
  readonly store: StoreReference
  readonly stateMachine: { readonly arn: string; readonly name: string; readonly executionArns: string[] }
  readonly logGroupArn: string
}

/** What a person needs who starts, watches, repeats and stops runs (`run`, `status`, `logs`, `retry`, `cancel`), and no more. */
export class OperatorPolicy extends Construct {
  readonly arn: string

  constructor(scope: Construct, id: string, { environment, store, stateMachine, logGroupArn }: OperatorPolicyProps) {
    super(scope, id)
    const stack = Stack.of(this)
    const mapRuns = stack.formatArn({ service: 'states', resource: `mapRun:${stateMachine.name}/*:*` })
    const statements = [
      new PolicyStatement({
        sid: 'StartAndListRuns',
        actions: ['states:StartExecution', 'states:ListExecutions'],
        resources: [stateMachine.arn],
      }),
      new PolicyStatement({
        sid: 'WatchRuns',
        actions: [
          'states:DescribeExecution',
          'states:GetExecutionHistory',
          'states:ListMapRuns',
          'states:StopExecution',
        ],
        resources: stateMachine.executionArns,
      }),
      // The children of a Map that failed are listed by its Map Run.
      new PolicyStatement({
        sid: 'ListFailedItems',
        actions: ['states:DescribeMapRun', 'states:ListExecutions'],
        resources: [mapRuns],
      }),
      new PolicyStatement({ sid: 'ReadLogs', actions: ['logs:FilterLogEvents'], resources: [logGroupArn] }),
      // A cancellation is decided in the store, and carries out a release that was decided upon before.
      ...storeStatements(store, {
        reads: ['runs/', 'leases/', 'releases/'],
        writes: ['runs/*/commit.json', 'releases/'],
      }),
      new PolicyStatement({
        sid: 'FindEnvironment',
        actions: ['ssm:GetParametersByPath'],
        resources: [
          stack.formatArn({
            service: 'ssm',
            resource: `parameter${parameterPath(environment.name).replace(/\/$/, '')}`,
          }),
        ],
      }),
    ]
    const policy = new ManagedPolicy(this, 'Policy', {
      description: `Hotpass ${environment.name}: starts, watches, repeats and stops runs.`,
      statements,
    })
    acknowledgeWildcards(policy, statements, {
      WatchRuns: 'Executions get their names when they start; these are of this state machine alone.',
      ListFailedItems: 'Map Runs get their names when they start; these are of this state machine alone.',
      ReadStore: 'What runs left is under their names, which they get at their start.',
      WriteStore: "A run's decision and a release are under names that they get when they are made.",
      ReadLogs: 'The streams of one log group.',
    })
    this.arn = policy.managedPolicyArn
  }
}
