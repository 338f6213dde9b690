import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { S3Store } from '../../src/storage/s3-store.ts'
import { readChannel } from '../../src/versions/index.ts'
import { barePlan, keepPlan } from '../support/bare-run.ts'
import { interleaved } from '../support/paused-store.ts'
import { expectOnePublication, RIVALS, type Rival, takesTurn, writtenBy } from '../support/publication-rivals.ts'
import { EMULATED_REGION, type Emulator, startEmulator } from './emulator.ts'

let emulator: Emulator
let serial = 0
const client = () => ({
  endpoint: emulator.endpoint,
  region: EMULATED_REGION,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  forcePathStyle: true,
})
const bucket = () => new S3Store({ bucket: 'publications', prefix: `p${serial++}`, client: client() })

beforeAll(async () => {
  emulator = await startEmulator()
  const s3 = new S3Client(client())
  await s3.send(new CreateBucketCommand({ Bucket: 'publications' }))
  s3.destroy()
})
afterAll(() => emulator?.stop())

test('in a bucket too, in whatever order: one publication a base, and no false word', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(Object.keys(RIVALS) as Rival[], { minLength: 3 }),
      fc.array(fc.nat(5), { minLength: 20, maxLength: 90 }),
      (chosen, order) => expectOnePublication(bucket(), chosen, order),
    ),
    { numRuns: 25 },
  )
})

test.each(Array.from({ length: 14 }, (_, n) => n))(
  'an owner that sleeps after %i calls publishes before its successor plans, or never',
  async (n) => {
    const store = bucket()
    await takesTurn(store, 'x')
    await keepPlan(store, barePlan('x', null))
    await interleaved(store, [RIVALS.publish, RIVALS['take over']], [...Array(n).fill(0), ...Array(90).fill(1)])
    const releases = await writtenBy(store)
    expect([['y'], ['x', 'y']]).toContainEqual(releases)
    expect(await readChannel(store, 'refinement', 'latest')).toBe(releases.length)
  },
)
