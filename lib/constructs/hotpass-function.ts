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
import { Construct } from 'constructs'
import { acknowledge } from '../acknowledge.ts'
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
      environment: {
        HOTPASS_ENVIRONMENT: environment.name,
        HOTPASS_LOG_LEVEL: environment.logLevel,
        ...environment.functionEnvironment,
        ...props.variables,
      },
    })
    acknowledge(this, {
      'AwsSolutions-IAM5':
        'X-Ray knows no resource to name; log streams, and the objects under the prefixes in lib/functions.ts, are made as work goes on. No action has a wildcard.',
      'Serverless-StarPermissions':
        'X-Ray knows no resource to name; log streams, and the objects under the prefixes in lib/functions.ts, are made as work goes on. No action has a wildcard.',
    })
  }
}
