import { DeleteObjectCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { S3Store } from '../../src/storage/s3-store.ts'

const s3 = mockClient(S3Client)
const store = new S3Store({ bucket: 'b', prefix: 'p', client: { region: 'eu-west-1' } })

describe('purging a key of a versioned bucket', () => {
  beforeEach(() => {
    s3.on(ListObjectVersionsCommand, { Bucket: 'b', Prefix: 'p/a/x.json' }).resolvesOnce({
      Versions: [
        { Key: 'p/a/x.json', VersionId: '3', IsLatest: true },
        { Key: 'p/a/x.json', VersionId: '2', IsLatest: false },
        { Key: 'p/a/x.json.bak', VersionId: '9', IsLatest: true },
      ],
      IsTruncated: true,
      NextKeyMarker: 'p/a/x.json',
      NextVersionIdMarker: '2',
    })
    s3.on(ListObjectVersionsCommand, { Bucket: 'b', Prefix: 'p/a/x.json', KeyMarker: 'p/a/x.json' }).resolvesOnce({
      Versions: [{ Key: 'p/a/x.json', VersionId: '1', IsLatest: false }],
      DeleteMarkers: [{ Key: 'p/a/x.json', VersionId: '0', IsLatest: false }],
      IsTruncated: false,
    })
    s3.on(DeleteObjectCommand).resolves({})
  })
  afterEach(() => s3.reset())
  const removed = () =>
    s3.commandCalls(DeleteObjectCommand).map(({ args }) => [args[0].input.Key, args[0].input.VersionId])

  test('removes every version and delete marker of that key, over all pages, and of no other key', async () => {
    await store.purge('a/x.json', { keepCurrent: false })
    expect(removed()).toEqual(['3', '2', '1', '0'].map((id) => ['p/a/x.json', id]))
  })

  test('keeps the present version when told to', async () => {
    await store.purge('a/x.json', { keepCurrent: true })
    expect(removed()).toEqual(['2', '1', '0'].map((id) => ['p/a/x.json', id]))
  })
})
