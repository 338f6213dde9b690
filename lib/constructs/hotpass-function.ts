import { Duration, Size } from 'aws-cdk-lib'
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import {
  Architecture,
  Code,
  type ILayerVersion,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda'
import type { ILogGroup } from 'aws-cdk-lib/aws-logs'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { acknowledge, acknowledgeWildcards } from '../acknowledge.ts'
import type { Environment } from '../environment.ts'
import { FUNCTIONS, type FunctionName } from '../functions.ts'
import { type StoreReference, storeStatements } from '../store-statements.ts'

export interface HotpassFunctionProps {
  readonly name: FunctionName
  readonly environment: Environment
  /** Folder of its bundle. */
  readonly code: string
  readonly duckdb: ILayerVersion
  readonly logGroup: ILogGroup
  readonly store: StoreReference
  readonly variables: Readonly<Record<string, string>>
  /** Where an event goes that the function failed on; for functions that events start. */
  readonly deadLetters?: IQueue
  /** What it may do beside the store, its log and its trace. */
  readonly statements?: readonly PolicyStatement[]
}

/** One function with a role of its own, as `lib/functions.ts` describes it. */
export class HotpassFunction extends Construct {
  readonly function: LambdaFunction
  readonly role: Role

  constructor(scope: Construct, id: string, props: HotpassFunctionProps) {
    super(scope, id)
    const { name, environment, logGroup } = props
    const spec = FUNCTIONS[name]
    const statements = [
      new PolicyStatement({
        sid: 'WriteLog',
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
      new PolicyStatement({
        sid: 'WriteTrace',
        actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
        resources: ['*'],
      }),
      ...storeStatements(props.store, spec),
      ...(props.deadLetters
        ? [
            new PolicyStatement({
              sid: 'KeepWhatFailed',
              actions: ['sqs:SendMessage'],
              resources: [props.deadLetters.queueArn],
            }),
          ]
        : []),
      ...(props.statements ?? []),
    ]
    const role = new Role(this, 'Role', {
      description: `Hotpass ${environment.name}: ${spec.description}`,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { Access: new PolicyDocument({ statements }) },
    })
    this.role = role
    this.function = new LambdaFunction(this, 'Function', {
      description: `Hotpass ${environment.name}: ${spec.description}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: environment.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
      handler: 'index.handler',
      code: Code.fromAsset(props.code),
      layers: spec.duckdb ? [props.duckdb] : [],
      memorySize: spec.memoryMb,
      timeout: Duration.seconds(spec.timeoutSeconds),
      ephemeralStorageSize: Size.mebibytes(spec.ephemeralMb),
      // Everything it may do stands above; CDK adds nothing.
      role: role.withoutPolicyUpdates(),
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.ACTIVE,
      ...(props.deadLetters ? { deadLetterQueue: props.deadLetters } : {}),
      environment: {
        HOTPASS_ENVIRONMENT: environment.name,
        HOTPASS_LOG_LEVEL: environment.logLevel,
        ...environment.functionEnvironment,
        ...props.variables,
      },
    })
    acknowledge(role, {
      'Serverless-LambdaStarPermissions':
        'The one lone star is for X-Ray, which knows no resource to name; every other resource is named or has its reason.',
    })
    if (props.deadLetters === undefined)
      acknowledge(this.function, {
        'Serverless-LambdaDLQ':
          'The state machine calls this function and waits: its failures are retried, caught and recorded there.',
      })
    acknowledgeWildcards(role, statements, {
      WriteLog: 'A log stream is made when the function starts; the group is named.',
      WriteTrace: 'X-Ray knows no resource to name.',
      ReadStore: 'Objects are made as work goes on; each prefix is one that its stage reads (src/stages).',
      WriteStore: 'Objects are made as work goes on; each prefix is one that its stage writes (src/stages).',
      FollowGlue: 'A table is made when its dataset is first published; the database is named.',
    })
  }
}
