import { Stack } from 'aws-cdk-lib'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { Architecture, Code, LayerVersion, Runtime } from 'aws-cdk-lib/aws-lambda'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { Environment } from '../environment.ts'
import { EVENT_FUNCTIONS, FUNCTION_NAMES, FUNCTIONS, type FunctionName } from '../functions.ts'
import { removalPolicy } from '../removal-policy.ts'
import type { StoreReference } from '../store-statements.ts'
import { trackingStatements } from '../tracking-statements.ts'
import { HotpassFunction } from './hotpass-function.ts'

/** Folders that synthesis packs; `scripts/bundle.ts` makes them. */
export interface Bundles {
  readonly functions: ReadonlyMap<FunctionName, string>
  readonly duckdbLayer: string
}

export interface FunctionsProps {
  readonly environment: Environment
  readonly bundles: Bundles
  readonly store: StoreReference
  readonly storeUri: string
  readonly glueDatabase: string
  readonly stateMachineTitle: string
  readonly deadLetters: IQueue
}

/** All functions of an environment, their one log group, and the layer with DuckDB. */
export class Functions extends Construct {
  readonly all: ReadonlyMap<FunctionName, HotpassFunction>
  readonly logGroup: LogGroup

  constructor(scope: Construct, id: string, props: FunctionsProps) {
    super(scope, id)
    const { environment, bundles } = props
    this.logGroup = new LogGroup(this, 'Log', {
      logGroupName: `/hotpass/${environment.name}/functions`,
      retention: environment.logRetentionDays as RetentionDays,
      removalPolicy: removalPolicy(environment),
    })
    const duckdb = new LayerVersion(this, 'DuckdbLayer', {
      description: `DuckDB's binding for Linux, ${environment.architecture}`,
      code: Code.fromAsset(bundles.duckdbLayer),
      compatibleRuntimes: [Runtime.NODEJS_24_X],
      compatibleArchitectures: [environment.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64],
    })
    this.all = new Map(
      FUNCTION_NAMES.map((name) => {
        const code = bundles.functions.get(name)
        if (code === undefined) throw new Error(`There is no bundle of ${name}. Make them with: npm run bundle`)
        const { stage } = FUNCTIONS[name]
        const made = new HotpassFunction(this, name, {
          name,
          environment,
          code,
          duckdb,
          logGroup: this.logGroup,
          store: props.store,
          variables: {
            HOTPASS_STORE: props.storeUri,
            HOTPASS_STATE_MACHINE: props.stateMachineTitle,
            ...(stage === undefined ? {} : { HOTPASS_STAGE: stage }),
            ...(name === 'Publish' ? { HOTPASS_GLUE_DATABASE: props.glueDatabase } : {}),
          },
          ...(name in EVENT_FUNCTIONS ? { deadLetters: props.deadLetters } : {}),
          statements: [
            ...(name === 'Publish' ? [followGlue(this, props.glueDatabase)] : []),
            ...(name === 'Resolve' ? trackingStatements(environment) : []),
          ],
        })
        return [name, made] as const
      }),
    )
  }

  get(name: FunctionName): HotpassFunction {
    return this.all.get(name) as HotpassFunction
  }
}

/** Publish makes the tables of the database and moves them forward; it never removes one. */
function followGlue(scope: Construct, database: string): PolicyStatement {
  const arn = (resource: string) => Stack.of(scope).formatArn({ service: 'glue', resource })
  return new PolicyStatement({
    sid: 'FollowGlue',
    actions: ['glue:GetTable', 'glue:CreateTable', 'glue:UpdateTable'],
    resources: [arn('catalog'), arn(`database/${database}`), arn(`table/${database}/*`)],
  })
}
