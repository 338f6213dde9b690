import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { StorageFaultError } from '../../src/storage/errors.ts'
import { S3Store } from '../../src/storage/s3-store.ts'
import { temporaryFolder } from '../support/landing.ts'

const { made } = vi.hoisted(() => ({ made: [] as { requestHandler?: { socketTimeout?: number } }[] }))
vi.mock('@aws-sdk/client-s3', async (original) => {
  const sdk = await original<typeof import('@aws-sdk/client-s3')>()
  return {
    ...sdk,
    S3Client: class extends sdk.S3Client {
      constructor(...args: ConstructorParameters<typeof sdk.S3Client>) {
        made.push(args[0] as (typeof made)[number])
        super(...args)
      }
    },
  }
})

const folder = temporaryFolder('s3-silence')
let server: Server
let answer: (response: ServerResponse) => void
let asked = 0
beforeEach(async () => {
  asked = 0
  server = createServer((_, response) => {
    asked++
    answer(response)
  })
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up))
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const store = (requestHandler?: object) =>
  new S3Store({
    bucket: 'lake',
    client: {
      region: 'eu-west-1',
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      forcePathStyle: true,
      credentials: { accessKeyId: 'a', secretAccessKey: 's' },
      maxAttempts: 2,
      ...(requestHandler === undefined ? {} : { requestHandler }),
    },
  })

test.each([
  ['never answers', () => undefined],
  [
    'stops in the middle of a body',
    (response: ServerResponse) => {
      response.writeHead(200, { 'content-length': '100', etag: '"e"' })
      response.write('x')
    },
  ],
])(
  'a bucket that %s is asked again and then a fault of the store, which the state machine tries again',
  async (_, does) => {
    answer = does
    const read = store({ socketTimeout: 200 }).fetchFile('k', folder)
    await expect(read).rejects.toThrow(StorageFaultError)
    await expect(read).rejects.toMatchObject({ name: 'StorageFaultError' })
    expect(asked).toBeGreaterThan(1)
  },
)

test('unless told otherwise, silence is borne for a minute a try, six tries: less than a stage with rows may take', async () => {
  answer = (response) => response.writeHead(404).end()
  await store()
    .get('k')
    .catch(() => undefined)
  const { socketTimeout = Number.POSITIVE_INFINITY } = made.at(-1)?.requestHandler ?? {}
  expect(6 * (socketTimeout / 1000)).toBeLessThan(890)
})
