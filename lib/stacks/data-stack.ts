import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib'
import { CfnDatabase } from 'aws-cdk-lib/aws-glue'
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import type { IBucket } from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import { acknowledgeWildcards } from '../acknowledge.ts'
import { Analytics } from '../constructs/analytics.ts'
import { StoreBucket } from '../constructs/store-bucket.ts'
import type { Environment } from '../environment.ts'
import type { PublishingPipeline } from '../load-pipelines.ts'
import { publishParameters } from '../publish-parameters.ts'
import { removalPolicy } from '../removal-policy.ts'
import { eraserStatements } from '../store-statements.ts'

export interface DataStackProps extends StackProps {
  readonly environment: Environment
  readonly pipelines: readonly PublishingPipeline[]
}

/** What must survive: the store, and the catalog's database that points into it. */
export class DataStack extends Stack {
  readonly store: IBucket
  readonly key: IKey | undefined
  readonly glueDatabase: string

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, props)
    const { environment, pipelines } = props
    const eraser = new Role(this, 'Eraser', {
      description: `Hotpass ${environment.name}: erases a person. Whoever may assume it is a decision of the account.`,
      assumedBy: new AccountRootPrincipal(),
    })
    const { bucket, key } = new StoreBucket(this, 'Store', environment, eraser.roleArn)
    this.store = bucket
    this.key = key
    const statements = eraserStatements({ bucketArn: bucket.bucketArn, keyArn: key?.keyArn })
    for (const statement of statements) eraser.addToPolicy(statement)
    acknowledgeWildcards(eraser, statements, {
      RewriteStore:
        'A person can stand in any object of the store, and erasing rewrites each; the bucket is ours alone.',
    })
    new CfnOutput(this, 'EraserRoleArn', { value: eraser.roleArn })
    this.glueDatabase = `hotpass_${environment.name}`
    const database = new CfnDatabase(this, 'Database', {
      catalogId: this.account,
      databaseInput: {
        name: this.glueDatabase,
        description: `Hotpass ${environment.name}: published versions. A run makes the tables and moves them forward.`,
        locationUri: `s3://${bucket.bucketName}/datasets/`,
      },
    })
    database.applyRemovalPolicy(removalPolicy(environment))
    const analytics = new Analytics(this, 'Analytics', {
      environment,
      bucket,
      key,
      database: this.glueDatabase,
      pipelines,
    })
    publishParameters(this, environment.name, {
      storeUri: `s3://${bucket.bucketName}`,
      glueDatabase: this.glueDatabase,
      athenaWorkgroup: analytics.workgroup,
      readerPolicyArn: analytics.readerPolicy.managedPolicyArn,
    })
  }
}
