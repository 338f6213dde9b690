import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openEngine } from '../../src/engine/engine.ts'
import { reachoutSheets, writeSheets } from '../support/landing.ts'
import { readDocument, storeKeys } from '../support/run-store.ts'
import { textOfFile } from '../support/text-of-file.ts'
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
    const here = readDocument<{ rows: number }>(
      join(folder, 'store'),
      'datasets/refinement/organizations/versions/1/manifest.json',
    )
    expect(here.rows).toBeGreaterThan(0)
    expect(pulled.rows).toBe(here.rows)
  })

  test('does nothing when asked again', async () => {
    const again = await hotpassJson<Run>([...run, '--store', store], emulator.environment)
    expect(again).toMatchObject({ status: 'unchanged', versions: first.versions, rows: first.rows })
  })
})

describe('a person is forgotten in a versioned bucket', () => {
  const bucket = 'erasure-store'
  const place = ['--store', `s3://${bucket}/hotpass`]
  const MARKERS = ['zanele', 'markerova', '825557788', '82 555 7788']

  /** Every version of every object, delete markers aside, in which the person is still found. */
  async function whereMarked(): Promise<string[]> {
    const engine = await openEngine({ memoryLimitMb: 256, threads: 1, scratch: join(folder, 'scratch') })
    const found: string[] = []
    let at: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {}
    for (let versions = 0; ; ) {
      const page = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, ...at }))
      for (const { Key = '', VersionId = '' } of page.Versions ?? []) {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key, VersionId }))
        const path = join(folder, `version-${versions++}-${Key.split('/').at(-1)}`)
        writeFileSync(path, (await Body?.transformToByteArray()) ?? '')
        const text = `${Key} ${await textOfFile(path, engine)}`.toLowerCase()
        if (MARKERS.some((marker) => text.includes(marker))) found.push(Key)
      }
      if (!page.IsTruncated) break
      at = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
    }
    engine.close()
    return found
  }

  test('nothing of them is left in any object version, and every dataset version proves itself', async () => {
    await s3.send(new CreateBucketCommand({ Bucket: bucket }))
    await s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }))
    const landing = join(folder, 'landing')
    mkdirSync(landing)
    const sheets = reachoutSheets(6)
    const person = sheets['Contact Info']?.[3] as unknown[]
    person.splice(3, 6, 'Zanele', 'Markerova', 'Owner', '082 555 7788', null, 'zanele.markerova@org2.example')
    writeSheets(join(landing, 'Reachout Database.xlsx'), sheets)
    const publish = ['run', 'refinement', '--landing', landing, ...place, '--set', 'publish.exports=["csv"]']
    await hotpassJson<Run>([...publish, '--as-of', '2026-01-30'], emulator.environment)
    writeSheets(join(landing, 'Reachout Database.xlsx'), {
      ...sheets,
      Organisation: sheets.Organisation?.slice(0, 6) ?? [],
    })
    await hotpassJson<Run>([...publish, '--as-of', '2026-01-31'], emulator.environment)
    expect(new Set((await whereMarked()).map((key) => key.split('/')[1]))).toEqual(
      new Set(['landing', 'work', 'datasets', 'exports']),
    )
    const engine = await openEngine({ memoryLimitMb: 256, threads: 1, scratch: join(folder, 'scratch') })
    const out = join(folder, 'contacts.parquet')
    await hotpass(['pull', 'contacts', '--as', 'parquet', '--out', out, ...place], emulator.environment)
    const [contact] = await engine.rows<{ contact_id: string }>(
      `SELECT contact_id FROM read_parquet('${out}') WHERE person_name = 'Zanele Markerova'`,
    )
    engine.close()
    const why = ['--yes', '--why', 'ticket 88', '--by', 'the steward']
    // What other programs leave on the machine is no part of this statement.
    const alone = { ...emulator.environment, TMPDIR: folder }
    const done = await hotpass(['forget', String(contact?.contact_id), ...why, ...place], alone)
    expect(done).toMatchObject({ code: 0 })
    expect(await whereMarked()).toEqual([])
    for (const dataset of ['organizations', 'contacts', 'entity_links'])
      for (const version of ['1', '2']) {
        const proof = await hotpass(['verify', dataset, '--version', version, ...place], emulator.environment)
        expect(proof.err + proof.out).toContain('verified')
      }
    const next = await hotpassJson<Run>([...publish, '--as-of', '2026-02-01'], emulator.environment)
    expect(next.status).toBe('published')
    expect(await whereMarked()).toEqual([])
  })
})

const isData = (key: string): boolean => key.includes('/data/')
