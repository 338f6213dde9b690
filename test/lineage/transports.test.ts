import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import {
  buildRunEvent,
  compositeTransport,
  consoleTransport,
  fileTransport,
  httpTransport,
  LineageClient,
  noopTransport,
  s3Transport,
  type Transport,
  TransportError,
} from '../../src/lineage/index.ts'
import { temporaryFolder } from '../support/landing.ts'
import { type Behaviour, type Collector, startCollector } from '../support/lineage-collector.ts'

const event = (n = 0) =>
  buildRunEvent({
    eventType: 'START',
    eventTime: `2026-01-05T06:00:0${n}Z`,
    runId: '2ed6657d-e927-568b-95e1-2665a8aea6a2',
    jobNamespace: 'aws-sfn://local/local',
    jobName: 'refine',
  })

const open: Collector[] = []
const collect = async (behave?: Behaviour) => {
  const collector = await startCollector(behave)
  open.push(collector)
  return collector
}
afterEach(async () => {
  for (const collector of open.splice(0)) await collector.close()
})

const answer =
  (...statuses: number[]): Behaviour =>
  (_, response) => {
    const status = statuses.shift()
    if (status === undefined) return false
    response.writeHead(status).end('{"message":"no"}')
    return true
  }
const quick = { total: 5, backoff_factor: 0.001 }

async function faultOf(transport: Transport): Promise<TransportError> {
  const error = await transport.emit(event()).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(TransportError)
  return error as TransportError
}

describe('http', () => {
  test('posts the event to the endpoint with its key, compressed when asked', async () => {
    const { url, received, events } = await collect()
    const transport = httpTransport({
      type: 'http',
      url: `${url}/base/`,
      endpoint: '/api/v2/events',
      auth: { type: 'api_key', apiKey: 'k-123' },
      compression: 'gzip',
      custom_headers: { 'x-team': 'data' },
    })
    await transport.emit(event())
    expect(received[0]).toMatchObject({
      method: 'POST',
      path: '/base/api/v2/events',
      headers: {
        authorization: 'Bearer k-123',
        'content-type': 'application/json',
        'content-encoding': 'gzip',
        'x-team': 'data',
      },
    })
    expect(events).toEqual([event()])
    await transport.close?.()
  })

  test('goes to api/v1/lineage, one event after the other on one connection', async () => {
    const ports = new Set<number>()
    const { url, received, events } = await collect((_, __, socket) => {
      ports.add(socket.remotePort ?? 0)
      return false
    })
    const transport = httpTransport({ type: 'http', url })
    for (const n of [1, 2, 3]) await transport.emit(event(n))
    expect(received.map(({ path }) => path)).toEqual(Array(3).fill('/api/v1/lineage'))
    expect(events).toEqual([event(1), event(2), event(3)])
    expect(ports.size).toBe(1)
    await transport.close?.()
  })

  test('asks again after 500, 503 and a hung-up connection, then is done', async () => {
    let calls = 0
    const collector = await collect((_, response, socket) => {
      calls++
      if (calls === 1) response.writeHead(500).end()
      else if (calls === 2) response.writeHead(503).end()
      else if (calls === 3) socket.destroy()
      else return false
      return true
    })
    await httpTransport({ type: 'http', url: collector.url, retry: quick }).emit(event())
    expect(calls).toBe(4)
    expect(collector.events).toEqual([event()])
  })

  test.each([
    [422, 'refused', 1],
    [400, 'refused', 1],
    [401, 'misconfigured', 1],
    [404, 'misconfigured', 1],
    [302, 'misconfigured', 1],
    [429, 'unavailable', 1],
    [500, 'unavailable', 3],
  ])('an answer of %i counts as %s after %i attempts', async (status, fault, attempts) => {
    const collector = await collect(answer(...Array(9).fill(status)))
    const error = await faultOf(httpTransport({ type: 'http', url: collector.url, retry: { ...quick, total: 2 } }))
    expect(error).toMatchObject({ fault, status })
    expect(error.message).toContain(`answered ${status}: {"message":"no"}`)
    expect(collector.received).toHaveLength(attempts)
  })

  test('what a back end answers cannot act on a terminal', async () => {
    const collector = await collect((_, response) =>
      Boolean(response.writeHead(422).end('no\u001b[2J\u202Eway\r\nout')),
    )
    const { message } = await faultOf(httpTransport({ type: 'http', url: collector.url }))
    expect(message).toMatch(/answered 422: no \[2J way out$/)
  })

  test('nobody at the address is unavailable, and says how to deliver later', async () => {
    const collector = await collect()
    const { url } = collector
    await collector.close()
    open.splice(0)
    const error = await faultOf(httpTransport({ type: 'http', url, retry: { ...quick, connect: 1 } }))
    expect(error.fault).toBe('unavailable')
    expect(error.message).toMatch(/cannot be reached \(.*ECONNREFUSED.*hotpass lineage resend/)
  })

  test('an answer that never comes is given up at the time-out', async () => {
    const collector = await collect(() => true)
    const error = await faultOf(httpTransport({ type: 'http', url: collector.url, timeout: 0.05, retry: { total: 0 } }))
    expect(error).toMatchObject({ fault: 'unavailable' })
    expect(error.message).toContain('gave no answer')
  })

  test('a caller who gives up ends waiting and retries at once', async () => {
    const collector = await collect(answer(...Array(9).fill(500)))
    const transport = httpTransport({ type: 'http', url: collector.url, retry: { total: 9, backoff_factor: 1000 } })
    await expect(transport.emit(event(), { signal: AbortSignal.timeout(100) })).rejects.toThrow('answered 500')
  })

  test.each(['ftp://x', 'not a url', 'http://user:secret@host'])(
    'the address %s is refused without telling a secret',
    (url) => {
      expect(() => httpTransport({ type: 'http', url })).toThrow(/transport's url/)
      expect(() => httpTransport({ type: 'http', url })).not.toThrow(/secret/)
    },
  )

  test('is the same back end for the same address, whoever holds the key', () => {
    const id = (url: string, apiKey: string) =>
      httpTransport({ type: 'http', url, auth: { type: 'api_key', apiKey } }).id
    expect(id('http://a.example', '1')).toBe(id('http://a.example/', '2'))
    expect(id('http://a.example', '1')).not.toBe(id('http://b.example', '1'))
  })
})

describe('file, console, s3 and noop', () => {
  test('a file takes one event a line when appending, else one file an event', async () => {
    const folder = temporaryFolder('transports')
    const appended = fileTransport({ type: 'file', log_file_path: join(folder, 'deep', 'events.ndjson'), append: true })
    for (const n of [1, 2]) await appended.emit(event(n))
    const lines = readFileSync(join(folder, 'deep', 'events.ndjson'), 'utf8')
      .trimEnd()
      .split('\n')
    expect(lines.map((line) => JSON.parse(line))).toEqual([event(1), event(2)])
    const single = fileTransport({ type: 'file', log_file_path: join(folder, 'single', 'event') })
    for (const n of [1, 2, 3]) await single.emit(event(n))
    expect(readdirSync(join(folder, 'single'))).toHaveLength(3)
  })

  test('a file that cannot be written says so', async () => {
    const error = await faultOf(fileTransport({ type: 'file', log_file_path: '/dev/full', append: true }))
    expect(error).toMatchObject({ fault: 'unavailable' })
    expect(error.message).toMatch(/\/dev\/full \(.*ENOSPC.*Free space/)
  })

  test('the console gets one event a line', async () => {
    let shown = ''
    await consoleTransport((line) => (shown += line)).emit(event())
    expect(shown).toBe(`${JSON.stringify(event())}\n`)
  })

  test('s3 names an object by the time and content of its event, through the putter it is given', async () => {
    const put = new Map<string, string>()
    const transport = s3Transport(
      { type: 's3', bucketName: 'b', fileNamePrefix: 'lineage/' },
      async ({ bucket, key }, body) => {
        put.set(`${bucket}/${key}`, body)
      },
    )
    for (const n of [1, 2, 2]) await transport.emit(event(n))
    expect([...put.keys()].every((key) => /^b\/lineage\/\d{13}-[0-9a-f]{8}\.json$/.test(key))).toBe(true)
    expect([...put.values()].map((body) => JSON.parse(body))).toEqual([event(1), event(2)])
    expect(() => s3Transport({ type: 's3', bucketName: 'b' }, undefined)).toThrow(/needs an object putter/)
  })

  test('noop takes everything', async () => {
    await expect(noopTransport().emit(event())).resolves.toBeUndefined()
  })
})

describe('composite', () => {
  const sink = (id: string, fails = false) => {
    const got: unknown[] = []
    const transport: Transport = {
      type: 'test',
      id,
      async emit(one) {
        if (fails) throw new TransportError(`${id} is down`, 'unavailable')
        got.push(one)
      },
    }
    return { transport, got }
  }

  test('goes on after a failure, and tells of it', async () => {
    const [down, up] = [sink('down', true), sink('up')]
    const failed: string[] = []
    await compositeTransport([down.transport, up.transport], {}, ({ id }) => failed.push(id)).emit(event())
    expect(up.got).toHaveLength(1)
    expect(failed).toEqual(['down'])
  })

  test('stops at the first failure, or at the first success, when asked', async () => {
    const [down, up, other] = [sink('down', true), sink('up'), sink('other')]
    const strict = compositeTransport([down.transport, up.transport], { continueOnFailure: false })
    await expect(strict.emit(event())).rejects.toThrow('down is down')
    expect(up.got).toHaveLength(0)
    await compositeTransport([down.transport, up.transport, other.transport], { continueOnSuccess: false }).emit(
      event(),
    )
    expect([up.got.length, other.got.length]).toEqual([1, 0])
  })

  test('fails when nobody has the event', async () => {
    const all = [sink('a', true).transport, sink('b', true).transport]
    await expect(compositeTransport(all).emit(event())).rejects.toThrow('a is down')
  })
})

test('a client sends through the transport that it was made with', async () => {
  const { url, events } = await collect()
  const client = new LineageClient({ config: { transport: { type: 'http', url } }, env: {} })
  await client.emit(event())
  await client.close()
  expect(events).toEqual([event()])
  let printed = ''
  const unconfigured = { env: {}, workingFolder: '/nonexistent', homeFolder: '/nonexistent' }
  await new LineageClient({ ...unconfigured, writeLine: (line) => (printed += line) }).emit(event())
  expect(JSON.parse(printed)).toEqual(event())
})
