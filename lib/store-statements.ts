import { PolicyStatement } from 'aws-cdk-lib/aws-iam'

/** The bucket as policies name it. */
export interface StoreReference {
  readonly bucketArn: string
  /** The customer's key, when there is one. */
  readonly keyArn?: string | undefined
}

/**
 * Exactly what a function needs of the store, written out: the helpers of CDK give `s3:GetObject*` and `s3:List*`.
 *
 * `s3:ListBucket` is bound to the prefixes by `StringLikeIfExists`. Without that permission S3 answers 403 instead of 404 for a key
 * that is not there, and it asks for it while it handles a GET, where there is no `s3:prefix` to compare (docs/adr).
 */
export function storeStatements(
  store: StoreReference,
  access: { readonly reads: readonly string[]; readonly writes: readonly string[] },
): PolicyStatement[] {
  const { reads, writes } = access
  const objects = (prefixes: readonly string[]) => prefixes.map((prefix) => `${store.bucketArn}/${prefix}*`)
  const statements: PolicyStatement[] = []
  if (reads.length > 0)
    statements.push(
      new PolicyStatement({ sid: 'ReadStore', actions: ['s3:GetObject'], resources: objects(reads) }),
      new PolicyStatement({
        sid: 'ListStore',
        actions: ['s3:ListBucket'],
        resources: [store.bucketArn],
        conditions: { StringLikeIfExists: { 's3:prefix': reads.map((prefix) => `${prefix}*`) } },
      }),
    )
  if (writes.length > 0)
    statements.push(new PolicyStatement({ sid: 'WriteStore', actions: ['s3:PutObject'], resources: objects(writes) }))
  if (store.keyArn !== undefined && (reads.length > 0 || writes.length > 0))
    statements.push(
      new PolicyStatement({
        sid: 'UseKey',
        actions: [...(reads.length > 0 ? ['kms:Decrypt'] : []), ...(writes.length > 0 ? ['kms:GenerateDataKey'] : [])],
        resources: [store.keyArn],
      }),
    )
  return statements
}

/** What erasing a person needs: it rewrites what holds them and deletes every older version of it. */
export function eraserStatements(store: StoreReference): PolicyStatement[] {
  return [
    new PolicyStatement({
      sid: 'RewriteStore',
      actions: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject', 's3:DeleteObject', 's3:DeleteObjectVersion'],
      resources: [`${store.bucketArn}/*`],
    }),
    new PolicyStatement({
      sid: 'ListStore',
      actions: ['s3:ListBucket', 's3:ListBucketVersions'],
      resources: [store.bucketArn],
    }),
    ...(store.keyArn === undefined
      ? []
      : [
          new PolicyStatement({
            sid: 'UseKey',
            actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
            resources: [store.keyArn],
          }),
        ]),
  ]
}
