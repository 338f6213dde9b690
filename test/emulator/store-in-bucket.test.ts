import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateBucketCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { storeKeys } from '../support/run-store.ts'
import { EMULATED_REGION, type Emulator, startEmulator } from './emulator.ts'
import { hotpass, hotpassJson } from './hotpass.ts'

interface Run {
  readonly status: string
  readonly versions: Record<string, number>
  readonly rows: Record<string, number>
}

const BUCKET = 'laptop-store'
const store = `s3://${BUCKET}/hotpass`
const run = ['run', 'refinement', '--landing', 'examples/landing', '--as-of', '2026-01-31']
let emulator: Emulator
let s3: S3Client
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hotpass-bucket-'))
  emulator = await startEmulator()
  s3 = new S3Client({
    endpoint: emulator.endpoint,
    region: EMULATED_REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    forcePathStyle: true,
  })
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }))
})

afterAll(async () => {
  s3?.destroy()
  await emulator?.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('a laptop whose store is a bucket', () => {
  let first: Run

  test('publishes the same data files as one whose store is a folder, byte for byte', async () => {
    first = await hotpassJson<Run>([...run, '--store', store], emulator.environment)
    const local = await hotpassJson<Run>([...run, '--store', join(folder, 'store')], emulator.environment)
    expect(first).toMatchObject({ status: 'published', versions: local.versions, rows: local.rows })
    const listed = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'hotpass/datasets/' }))
    // Data files are named by their content's sha256, so equal names are equal bytes.
    const data = (listed.Contents ?? []).map(({ Key = '' }) => Key.slice('hotpass/'.length)).filter(isData)
    expect(data.length).toBeGreaterThanOrEqual(3)
    expect(data.sort()).toEqual(storeKeys(join(folder, 'store'), 'datasets').filter(isData))
  })

  test('verifies and pulls what it published', async () => {
    const verified = await hotpass(['verify', 'organizations', '--store', store], emulator.environment)
    expect(verified.err + verified.out).toContain('verified')
    expect(verified.code).toBe(0)
    const out = join(folder, 'organizations.csv')
    const pulled = await hotpassJson<{ rows: number }>(
      ['pull', 'organizations', '--as', 'csv', '--out', out, '--store', store],
      emulator.environment,
    )
    expect(pulled.rows).toBe(first.rows.published)
  })

  test('does nothing when asked again', async () => {
    const again = await hotpassJson<Run>([...run, '--store', store], emulator.environment)
    expect(again).toMatchObject({ status: 'unchanged', versions: first.versions, rows: first.rows })
  })
})

const isData = (key: string): boolean => key.includes('/data/')
