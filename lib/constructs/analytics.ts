import { Stack } from 'aws-cdk-lib'
import { CfnNamedQuery, CfnWorkGroup } from 'aws-cdk-lib/aws-athena'
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import type { IBucket } from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import { parameterPath } from '../../src/config/deployed-environment.ts'
import { acknowledgeWildcards } from '../acknowledge.ts'
import type { Environment } from '../environment.ts'
import type { PublishingPipeline } from '../load-pipelines.ts'
import { namedQueries } from '../named-queries.ts'
import { storeStatements } from '../store-statements.ts'

const RESULTS = 'athena-results/'

export interface AnalyticsProps {
  readonly environment: Environment
  readonly bucket: IBucket
  readonly key: IKey | undefined
  readonly database: string
  readonly pipelines: readonly PublishingPipeline[]
}

/** Athena over the published versions, for people who may only read. */
export class Analytics extends Construct {
  readonly workgroup: string
  readonly readerPolicy: ManagedPolicy

  constructor(scope: Construct, id: string, props: AnalyticsProps) {
    super(scope, id)
    const { environment, bucket, key, database } = props
    this.workgroup = `hotpass-${environment.name}`
    const workgroup = new CfnWorkGroup(this, 'Workgroup', {
      name: this.workgroup,
      description: `Hotpass ${environment.name}: queries over published versions.`,
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        // What a client asks for instead is ignored.
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        requesterPaysEnabled: false,
        bytesScannedCutoffPerQuery: environment.athenaScanLimitGb * 1024 ** 3,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: `s3://${bucket.bucketName}/${RESULTS}`,
          encryptionConfiguration: key
            ? { encryptionOption: 'SSE_KMS', kmsKey: key.keyArn }
            : { encryptionOption: 'SSE_S3' },
        },
      },
    })
    this.readerPolicy = this.#reader(environment, bucket, key, database)
    if (!environment.namedQueries) return
    for (const { id: query, name, description, sql } of namedQueries(database, props.pipelines))
      new CfnNamedQuery(this, query, {
        database,
        name,
        description,
        queryString: sql,
        workGroup: this.workgroup,
      }).addResourceDependency(workgroup)
  }

  /** A workgroup cannot be made read-only: what readers cannot do is what this policy does not say. */
  #reader(environment: Environment, bucket: IBucket, key: IKey | undefined, database: string): ManagedPolicy {
    const stack = Stack.of(this)
    const arn = (service: string, resource: string) => stack.formatArn({ service, resource })
    const statements = [
      ...storeStatements(
        { bucketArn: bucket.bucketArn, keyArn: key?.keyArn },
        { reads: ['datasets/', 'releases/', RESULTS], writes: [RESULTS] },
      ),
      new PolicyStatement({
        sid: 'FindStore',
        actions: ['s3:GetBucketLocation'],
        resources: [bucket.bucketArn],
      }),
      new PolicyStatement({
        sid: 'LargeResults',
        actions: ['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
        resources: [bucket.arnForObjects(`${RESULTS}*`)],
      }),
      new PolicyStatement({
        sid: 'Query',
        actions: [
          'athena:BatchGetNamedQuery',
          'athena:BatchGetQueryExecution',
          'athena:GetNamedQuery',
          'athena:GetQueryExecution',
          'athena:GetQueryResults',
          'athena:GetQueryResultsStream',
          'athena:GetWorkGroup',
          'athena:ListNamedQueries',
          'athena:ListQueryExecutions',
          'athena:StartQueryExecution',
          'athena:StopQueryExecution',
        ],
        resources: [arn('athena', `workgroup/${this.workgroup}`)],
      }),
      new PolicyStatement({
        sid: 'UseConsole',
        // They know no resources; without them the console finds neither the workgroup nor the catalog.
        actions: ['athena:ListDataCatalogs', 'athena:ListEngineVersions', 'athena:ListWorkGroups'],
        resources: ['*'],
      }),
      new PolicyStatement({
        sid: 'BrowseCatalog',
        actions: [
          'athena:GetDataCatalog',
          'athena:GetDatabase',
          'athena:GetTableMetadata',
          'athena:ListDatabases',
          'athena:ListTableMetadata',
        ],
        resources: [arn('athena', 'datacatalog/AwsDataCatalog')],
      }),
      new PolicyStatement({
        sid: 'ReadCatalog',
        actions: ['glue:GetDatabase', 'glue:GetDatabases', 'glue:GetTable', 'glue:GetTables'],
        resources: [arn('glue', 'catalog'), arn('glue', `database/${database}`), arn('glue', `table/${database}/*`)],
      }),
      new PolicyStatement({
        sid: 'FindEnvironment',
        actions: ['ssm:GetParametersByPath'],
        resources: [arn('ssm', `parameter${parameterPath(environment.name).replace(/\/$/, '')}`)],
      }),
    ]
    const policy = new ManagedPolicy(this, 'Reader', {
      description: `Hotpass ${environment.name}: reads published data and queries it with Athena; writes only query results.`,
      statements,
    })
    acknowledgeWildcards(policy, statements, {
      ReadStore: 'What a reader reads: published data, and the results of queries.',
      WriteStore: 'Athena writes the results of a query as the one who asks.',
      LargeResults: 'Athena writes the results of a query as the one who asks.',
      UseConsole: 'These three list what the account has and know no resources.',
      ReadCatalog: 'A table is made when its dataset is first published; the database is named.',
    })
    return policy
  }
}
