import { Duration } from 'aws-cdk-lib'
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import { acknowledge } from '../acknowledge.ts'
import type { Environment } from '../environment.ts'
import { removalPolicy } from '../removal-policy.ts'

/** Work files older than this are gone; a stage takes none older than 40 days for finished. */
const WORK_DAYS = 45
/** Results of Athena queries. */
const QUERY_RESULT_DAYS = 7

/** The store: one versioned bucket, closed to the public and to plain HTTP. */
export class StoreBucket extends Construct {
  readonly bucket: Bucket
  readonly key: Key | undefined

  /** @param eraser ARN of the one role that may rewrite a version's metadata. */
  constructor(scope: Construct, id: string, environment: Environment, eraser: string) {
    super(scope, id)
    this.key =
      environment.encryption === 'kms'
        ? new Key(this, 'Key', {
            description: `Hotpass ${environment.name}: the store`,
            enableKeyRotation: true,
            removalPolicy: removalPolicy(environment),
          })
        : undefined
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      ...(this.key
        ? { encryption: BucketEncryption.KMS, encryptionKey: this.key, bucketKeyEnabled: true }
        : { encryption: BucketEncryption.S3_MANAGED }),
      removalPolicy: removalPolicy(environment),
      lifecycleRules: [
        { id: 'work-expires', prefix: 'work/', expiration: Duration.days(WORK_DAYS) },
        { id: 'query-results-expire', prefix: 'athena-results/', expiration: Duration.days(QUERY_RESULT_DAYS) },
        {
          id: 'old-versions-expire',
          noncurrentVersionExpiration: Duration.days(environment.noncurrentVersionDays),
          expiredObjectDeleteMarker: true,
          abortIncompleteMultipartUploadAfter: Duration.days(7),
        },
      ],
    })
    // The property, not the helper: that one deploys a function of its own to set it.
    const resource = this.bucket.node.defaultChild as CfnBucket
    resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } }
    this.#neverOverwriteVersions(eraser)
    acknowledge(this.bucket, {
      'AwsSolutions-S1':
        'Server access logs would be a second bucket of every request. Who reads or writes objects is recorded by CloudTrail data events where an account wants it, and every run records what it read and wrote.',
    })
  }

  /**
   * A version's metadata is written once: whoever writes it must say `If-None-Match`, so that of two rivals one is told. Erasing a
   * person rewrites it under a role of its own, which this leaves alone.
   */
  #neverOverwriteVersions(eraser: string): void {
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'VersionsAreWrittenOnce',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:PutObject'],
        resources: [this.bucket.arnForObjects('datasets/*/metadata/v*.metadata.json')],
        conditions: {
          Null: { 's3:if-none-match': 'true' },
          ArnNotEquals: { 'aws:PrincipalArn': eraser },
        },
      }),
    )
  }
}
