import { setTimeout as sleep } from 'node:timers/promises'
import {
  CreateTableCommand,
  GetTableCommand,
  GlueClient,
  type TableInput,
  UpdateTableCommand,
} from '@aws-sdk/client-glue'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { followCatalog } from '../../src/stages/publish/follow-catalog.ts'
import { S3Store } from '../../src/storage/s3-store.ts'
import { followGlue, openGlueCatalog } from '../../src/versions/index.ts'
import { type S3Stub, startS3Stub } from '../support/s3-stub.ts'
import { columns, extra, openWorkshop, type Workshop } from './fixture.ts'

const glue = mockClient(GlueClient)
let shop: Workshop
let stub: S3Stub
let store: S3Store

const named = (name: string, message = 'no') => Object.assign(new Error(message), { name })
const uri = (version: number) => `s3://lake/datasets/organizations/metadata/v${version}.metadata.json`

beforeAll(async () => {
  shop = await openWorkshop()
  stub = await startS3Stub()
  store = new S3Store({ bucket: 'lake', client: stub.clientConfig() })
  for (const version of [1, 2]) await shop.commit(store, `c${version}`, version)
  for (const version of [3, 4, 5, 6, 7, 8, 9, 10])
    await shop.commit(store, `c${version}`, version, { columns: [...columns, extra] })
})
afterAll(async () => {
  await stub.close()
  shop.close()
})
beforeEach(() => {
  glue.reset()
  process.env.AWS_REGION = 'eu-west-1'
})
afterEach(() => void delete process.env.AWS_REGION)

/** A Glue that behaves: one table, a version id that changes with every update. */
function behave(delay = 0) {
  const held: { input?: TableInput; versionId: number; history: number[] } = { versionId: 0, history: [] }
  const versionIn = (input: TableInput | undefined) =>
    Number(/v(\d+)\.metadata/.exec(input?.Parameters?.metadata_location ?? '')?.[1])
  const set = (input: TableInput | undefined) => {
    held.input = input as TableInput
    held.versionId += 1
    held.history.push(versionIn(input))
  }
  glue.on(GetTableCommand).callsFake(async () => {
    await sleep(Math.random() * delay)
    if (held.input === undefined) throw named('EntityNotFoundException')
    return { Table: { ...held.input, VersionId: String(held.versionId) } }
  })
  glue.on(CreateTableCommand).callsFake(async ({ TableInput }) => {
    await sleep(Math.random() * delay)
    if (held.input !== undefined) throw named('AlreadyExistsException')
    set(TableInput)
  })
  glue.on(UpdateTableCommand).callsFake(async ({ TableInput, VersionId }) => {
    await sleep(Math.random() * delay)
    if (VersionId !== String(held.versionId)) throw named('ConcurrentModificationException')
    set(TableInput)
  })
  return held
}
const follow = async (version: number) =>
  followGlue(store, await openGlueCatalog('hotpass_dev'), 'organizations', version)

describe('the Glue table of a dataset', () => {
  test('is made with the first release, as the Iceberg table that Athena reads', async () => {
    const held = behave()
    expect(await follow(1)).toBe('created')
    expect(held.input).toMatchObject({
      Name: 'organizations',
      TableType: 'EXTERNAL_TABLE',
      Parameters: { table_type: 'ICEBERG', metadata_location: uri(1) },
      StorageDescriptor: { Location: 's3://lake/datasets/organizations' },
    })
    expect(held.input?.StorageDescriptor?.Columns).toEqual(
      [
        ['entity_id', 'string'],
        ['planes', 'bigint'],
        ['quality_score', 'double'],
        ['is_primary', 'boolean'],
      ].map(([Name, Type], at) => ({
        Name,
        Type,
        ...(at === 0 ? { Comment: 'Stable id' } : {}),
        Parameters: {
          'iceberg.field.current': 'true',
          'iceberg.field.id': String(at + 1),
          'iceberg.field.optional': String(at !== 0),
        },
      })),
    )
  })

  test('moves forward with its columns, by number and not by spelling, and says where it stood', async () => {
    const held = behave()
    await follow(9)
    expect(await follow(10)).toBe('moved')
    expect(held.input?.Parameters).toMatchObject({ metadata_location: uri(10), previous_metadata_location: uri(9) })
    expect(held.input?.StorageDescriptor?.Columns?.map(({ Name }) => Name)).toContain('note')
  })

  test('never moves back, and following again changes nothing', async () => {
    const held = behave()
    await follow(3)
    expect(await follow(3)).toBe('current')
    expect(await follow(2)).toBe('current')
    expect(held.history).toEqual([3])
  })

  test('ends at the newest version whoever follows at once, and never moves back on the way', async () => {
    const held = behave(4)
    await Promise.all([4, 2, 9, 1, 10, 7, 3, 8, 5, 6].map(follow))
    expect(held.history.at(-1)).toBe(10)
    expect(held.history).toEqual([...held.history].sort((a, b) => a - b))
  })

  test.each([
    ['of another bucket', 's3://elsewhere/datasets/organizations/metadata/v1.metadata.json'],
    ['of another table', 's3://lake/datasets/organizations-2/metadata/v1.metadata.json'],
    ['that another writer numbers', 's3://lake/datasets/organizations/metadata/00001-abc.metadata.json'],
    ['without metadata', undefined],
  ])('%s is left alone, and told', async (_, location) => {
    glue.on(GetTableCommand).resolves({
      Table: {
        Name: 'organizations',
        VersionId: '1',
        Parameters: location === undefined ? {} : { metadata_location: location },
      },
    })
    await expect(follow(1)).rejects.toThrow(/hotpass_dev\.organizations points at .*left alone: drop it/)
    expect(glue.commandCalls(UpdateTableCommand)).toEqual([])
  })

  test('that was dropped between reading and writing is made anew', async () => {
    glue
      .on(GetTableCommand)
      .resolvesOnce({ Table: { Name: 'organizations', VersionId: '1', Parameters: { metadata_location: uri(1) } } })
      .rejects(named('EntityNotFoundException'))
    glue.on(UpdateTableCommand).rejects(named('EntityNotFoundException'))
    glue.on(CreateTableCommand).resolves({})
    expect(await follow(2)).toBe('created')
  })
})

describe('what Glue refuses is told and never undoes a publication', () => {
  test.each([
    'AccessDeniedException',
    'ThrottlingException',
    'ExpiredTokenException',
    'InternalServiceException',
    'OperationTimeoutException',
  ])('%s', async (name) => {
    glue.on(GetTableCommand).rejects(named(name, 'not allowed'))
    const [done] = await followCatalog(store, 'hotpass_dev', { organizations: 2 })
    expect(done).toMatchObject({ table: 'hotpass_dev.organizations', version: 2, outcome: 'failed' })
    expect(done?.problem).toBe(
      `The Glue table hotpass_dev.organizations does not show version 2 (${name}: not allowed). The release stands; move the table with: hotpass repair glue`,
    )
  })

  test('a database that is not there', async () => {
    glue.on(GetTableCommand).rejects(named('EntityNotFoundException', 'Database hotpass_dev not found.'))
    glue.on(CreateTableCommand).rejects(named('EntityNotFoundException', 'Database hotpass_dev not found.'))
    const [done] = await followCatalog(store, 'hotpass_dev', { organizations: 2 })
    expect(done?.problem).toContain('Database hotpass_dev not found.')
  })

  test('one table that fails keeps no other from following', async () => {
    behave()
    const done = await followCatalog(store, 'hotpass_dev', { nothing: 1, organizations: 2 })
    expect(done.map(({ outcome }) => outcome)).toEqual(['failed', 'created'])
  })
})
