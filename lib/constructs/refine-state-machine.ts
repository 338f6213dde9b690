import { readFileSync } from 'node:fs'
import { Stack } from 'aws-cdk-lib'
import { Policy, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions'
import { Construct } from 'constructs'
import { packagePath } from '../../src/config/package-path.ts'
import { acknowledgeWildcards } from '../acknowledge.ts'
import type { Environment } from '../environment.ts'
import { STAGE_FUNCTIONS, type StageFunctionName } from '../functions.ts'
import { removalPolicy } from '../removal-policy.ts'
import type { StoreReference } from '../store-statements.ts'
import type { Functions } from './functions.ts'

export interface RefineStateMachineProps {
  readonly environment: Environment
  readonly functions: Functions
  readonly store: StoreReference
  readonly bucketName: string
}

/** The state machine: the file that a laptop runs, given to AWS as it stands, with its substitutions. */
export class RefineStateMachine extends Construct {
  readonly arn: string
  readonly name: string
  readonly logGroup: LogGroup

  constructor(scope: Construct, id: string, props: RefineStateMachineProps) {
    super(scope, id)
    const { environment, functions, store } = props
    // Log deliveries under this prefix do not use up the account's resource policy.
    this.logGroup = new LogGroup(this, 'Log', {
      logGroupName: `/aws/vendedlogs/states/hotpass-${environment.name}-refine`,
      retention: environment.logRetentionDays as RetentionDays,
      removalPolicy: removalPolicy(environment),
    })
    const stages = Object.keys(STAGE_FUNCTIONS) as StageFunctionName[]
    const arnOf = (name: StageFunctionName) => functions.get(name).function.functionArn
    const access = statements(stages.map(arnOf), store)
    const role = new Role(this, 'Role', {
      description: `Hotpass ${environment.name}: runs the state machine`,
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
      inlinePolicies: { Access: new PolicyDocument({ statements: access }) },
    })
    const machine = new CfnStateMachine(this, 'Machine', {
      roleArn: role.roleArn,
      stateMachineType: 'STANDARD',
      definitionString: readFileSync(packagePath('state-machines/refine.asl.json'), 'utf8'),
      definitionSubstitutions: {
        StoreBucket: props.bucketName,
        StorePrefix: '',
        ...Object.fromEntries(stages.map((name) => [`${name}Function`, arnOf(name)])),
      },
      loggingConfiguration: {
        level: 'ALL',
        // Payloads hold pointers and counts, never rows.
        includeExecutionData: true,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: this.logGroup.logGroupArn } }],
      },
      tracingConfiguration: { enabled: true },
    })
    machine.node.addDependency(role)
    // The substitutions of a definition look to cfn-lint like a forgotten Fn::Sub.
    machine.addMetadata('cfn-lint', { config: { ignore_checks: ['E1029'] } })
    this.arn = machine.ref
    this.name = machine.attrName
    this.#allowDistributedMaps(role)
    acknowledgeWildcards(role, access, {
      ReadItemLists: "A run's item lists are under its name, which it gets at its start.",
      WriteTrace: 'X-Ray knows no resource to name.',
      DeliverLog: 'Log deliveries know no resource to name.',
    })
  }

  /** ARN of every execution of this state machine, and of the children of its Maps. */
  get executionArns(): string[] {
    const arn = (name: string) => Stack.of(this).formatArn({ service: 'states', resource: `execution:${name}` })
    return [arn(`${this.name}:*`), arn(`${this.name}/*:*`)]
  }

  /** A Distributed Map's children are executions that the state machine starts itself. */
  #allowDistributedMaps(role: Role): void {
    const access = [
      new PolicyStatement({ sid: 'StartChildren', actions: ['states:StartExecution'], resources: [this.arn] }),
      new PolicyStatement({
        sid: 'FollowChildren',
        actions: ['states:DescribeExecution', 'states:StopExecution'],
        resources: this.executionArns,
      }),
    ]
    const policy = new Policy(this, 'DistributedMaps', { roles: [role], statements: access })
    acknowledgeWildcards(policy, access, {
      FollowChildren: 'Executions get their names when they start; these are of this state machine alone.',
    })
  }
}

function statements(functionArns: readonly string[], store: StoreReference): PolicyStatement[] {
  return [
    new PolicyStatement({ sid: 'RunStages', actions: ['lambda:InvokeFunction'], resources: [...functionArns] }),
    new PolicyStatement({
      sid: 'ReadItemLists',
      actions: ['s3:GetObject'],
      resources: [`${store.bucketArn}/runs/*/items/*`],
    }),
    ...(store.keyArn === undefined
      ? []
      : [new PolicyStatement({ sid: 'UseKey', actions: ['kms:Decrypt'], resources: [store.keyArn] })]),
    new PolicyStatement({
      sid: 'WriteTrace',
      actions: [
        'xray:PutTraceSegments',
        'xray:PutTelemetryRecords',
        'xray:GetSamplingRules',
        'xray:GetSamplingTargets',
      ],
      resources: ['*'],
    }),
    new PolicyStatement({
      sid: 'DeliverLog',
      actions: [
        'logs:CreateLogDelivery',
        'logs:GetLogDelivery',
        'logs:UpdateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:ListLogDeliveries',
        'logs:PutResourcePolicy',
        'logs:DescribeResourcePolicies',
        'logs:DescribeLogGroups',
      ],
      resources: ['*'],
    }),
  ]
}
