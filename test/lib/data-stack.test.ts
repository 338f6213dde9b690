import { Match, type Template } from 'aws-cdk-lib/assertions'
import { beforeAll, describe, expect, it } from 'vitest'
import { contracts } from '../support/aviation.ts'
import { laidOut, only, resourcesOf } from './laid-out.ts'

let data: Template
beforeAll(async () => {
  data = (await laidOut('prod')).template('data')
})

describe('the store', () => {
  it('is closed to the public, versioned, encrypted, and stays when its stack goes', () => {
    data.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: {
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        VersioningConfiguration: { Status: 'Enabled' },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
      },
    })
  })

  it('tells EventBridge of its objects by its own property, without a function of CDK', () => {
    data.hasResourceProperties('AWS::S3::Bucket', {
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    })
    data.resourceCountIs('AWS::Lambda::Function', 0)
    data.resourceCountIs('Custom::S3BucketNotifications', 0)
  })

  it('forgets work after 45 days, query results after 7 and old versions of objects after 30', () => {
    const rules = only(data, 'AWS::S3::Bucket').Properties.LifecycleConfiguration.Rules as Record<string, unknown>[]
    expect(rules).toEqual([
      { Id: 'work-expires', Prefix: 'work/', ExpirationInDays: 45, Status: 'Enabled' },
      { Id: 'query-results-expire', Prefix: 'athena-results/', ExpirationInDays: 7, Status: 'Enabled' },
      {
        Id: 'old-versions-expire',
        NoncurrentVersionExpiration: { NoncurrentDays: 30 },
        ExpiredObjectDeleteMarker: true,
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
        Status: 'Enabled',
      },
    ])
  })

  it('refuses plain HTTP and old TLS', () => {
    const denied = (condition: object) =>
      data.hasResourceProperties('AWS::S3::BucketPolicy', {
        PolicyDocument: {
          Statement: Match.arrayWith([
            Match.objectLike({ Effect: 'Deny', Principal: { AWS: '*' }, Action: 's3:*', Condition: condition }),
          ]),
        },
      })
    denied({ Bool: { 'aws:SecureTransport': 'false' } })
    denied({ NumericLessThan: { 's3:TlsVersion': 1.2 } })
  })

  it('refuses to write the metadata of a version without If-None-Match, to anyone but the eraser', () => {
    data.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          {
            Sid: 'VersionsAreWrittenOnce',
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Action: 's3:PutObject',
            Resource: {
              'Fn::Join': ['', [{ 'Fn::GetAtt': [Match.anyValue(), 'Arn'] }, '/datasets/*/metadata/v*.metadata.json']],
            },
            Condition: {
              Null: { 's3:if-none-match': 'true' },
              ArnNotEquals: { 'aws:PrincipalArn': { 'Fn::GetAtt': [Match.stringLikeRegexp('^Eraser'), 'Arn'] } },
            },
          },
        ]),
      },
    })
  })

  it('takes a key of the customer, rotated, where an environment asks for one', async () => {
    const { template } = await laidOut({ name: 'keyed', encryption: 'kms' })
    template('data').hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true })
    template('data').hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } },
        ],
      },
    })
    // Functions, the state machine and readers may use it; nothing without the store needs it.
    const roles = Object.values(resourcesOf(template('pipeline'), 'AWS::IAM::Role'))
    const withKey = roles.filter(({ Properties }) => JSON.stringify(Properties.Policies ?? '').includes('kms:'))
    const withStore = roles.filter(({ Properties }) => JSON.stringify(Properties.Policies ?? '').includes('s3:'))
    expect(withKey).toEqual(withStore)
  })

  it('is thrown away with its stack where an environment says so', async () => {
    const { template } = await laidOut('emulator')
    template('data').hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Delete' })
  })
})

describe('queries', () => {
  it('run in a workgroup whose settings a client cannot change', () => {
    data.hasResourceProperties('AWS::Athena::WorkGroup', {
      Name: 'hotpass-prod',
      WorkGroupConfiguration: {
        EnforceWorkGroupConfiguration: true,
        PublishCloudWatchMetricsEnabled: true,
        BytesScannedCutoffPerQuery: 100 * 1024 ** 3,
        ResultConfiguration: { EncryptionConfiguration: { EncryptionOption: 'SSE_S3' } },
      },
    })
  })

  it('are saved for what analysts ask first, of each dataset that a pipeline publishes', () => {
    const names = Object.values(resourcesOf(data, 'AWS::Athena::NamedQuery')).map(({ Properties }) => Properties.Name)
    const published = [...contracts.values()]
      .filter(({ kind }) => kind === 'published')
      .map(({ id }) => `refinement/${id}`)
    expect(names.sort()).toEqual(
      published
        .flatMap((id) => [`${id}: as of version N`, `${id}: latest`, `${id}: what changed between two versions`])
        .sort(),
    )
  })

  it('find a database that points into the store, and tables that no template makes', () => {
    data.hasResourceProperties('AWS::Glue::Database', { DatabaseInput: { Name: 'hotpass_prod' } })
    data.resourceCountIs('AWS::Glue::Table', 0)
  })
})

describe('a reader', () => {
  const actionsOn = (prefix: string) => {
    const { Statement } = only(data, 'AWS::IAM::ManagedPolicy').Properties.PolicyDocument
    return (Statement as { Action: string | string[]; Resource: unknown; Effect: string }[])
      .filter(({ Resource }) => JSON.stringify(Resource).includes(prefix))
      .flatMap(({ Action }) => Action)
  }

  it('reads published data and writes nothing there', () => {
    expect(actionsOn('/datasets/*')).toEqual(['s3:GetObject'])
    expect(actionsOn('/releases/*')).toEqual(['s3:GetObject'])
  })

  it('writes the results of queries and nothing else', () => {
    const { Statement } = only(data, 'AWS::IAM::ManagedPolicy').Properties.PolicyDocument
    const writes = (Statement as { Action: string | string[]; Resource: unknown }[]).filter(({ Action }) =>
      [Action].flat().some((action) => /Put|Delete|Create|Update|Abort/.test(action)),
    )
    for (const { Resource } of writes) expect(JSON.stringify(Resource)).toMatch(/\/athena-results\/\*/)
  })

  it('never moves the catalog', () => {
    const { Statement } = only(data, 'AWS::IAM::ManagedPolicy').Properties.PolicyDocument
    const glue = (Statement as { Action: string | string[] }[])
      .flatMap(({ Action }) => Action)
      .filter((action) => action.startsWith('glue:'))
    expect(glue).toEqual(['glue:GetDatabase', 'glue:GetDatabases', 'glue:GetTable', 'glue:GetTables'])
  })
})

describe('stacks', () => {
  it('refuse to be deleted, except where an environment says otherwise', async () => {
    const prod = await laidOut('prod')
    for (const kind of ['data', 'pipeline', 'observability'] as const)
      expect(prod.stack(kind).terminationProtection).toBe(true)
    expect((await laidOut('dev')).stack('data').terminationProtection).toBe(false)
  })
})
