import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/**
 * What the stub does instead of answering: applies and hangs up, applies and says that it failed, hangs up, or answers with this status.
 * The rest is for bodies: cut off half-way (by an end, by a reset), silent from there on, a byte now and then, nothing at all; `hang` says
 * not even that it has heard.
 */
export type Fault =
  | ('lost-ack' | 'late-error' | 'drop' | 'conflict' | 'denied' | 'slow-down')
  | ('cut' | 'reset' | 'silence' | 'trickle' | 'empty' | 'hang')

export interface StubRequest {
  readonly method: string
  /** `bucket/key`, decoded. */
  readonly path: string
  readonly conditional: boolean
}

interface Held {
  readonly body: Buffer
  readonly etag: string
  readonly modified: Date
}

export interface S3Stub {
  readonly endpoint: string
  readonly objects: Map<string, Held>
  readonly requests: StubRequest[]
  /** Connections taken so far: a client that gives each back after its request needs only one. */
  connections(): number
  /** Whether listing is granted; without it S3 says "denied" of keys that are not there. */
  mayList: boolean
  /** Asked before each request; what it returns is injected. */
  fault: (request: StubRequest) => Fault | undefined
  clientConfig(): {
    region: string
    endpoint: string
    forcePathStyle: true
    credentials: { accessKeyId: string; secretAccessKey: string }
  }
  close(): Promise<void>
}

const escapeXml = (text: string) =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c)

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' })
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`)
}

function unchunked(body: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let at = 0; at < body.length; ) {
    const end = body.indexOf('\r\n', at)
    const size = Number.parseInt(body.toString('latin1', at, end).split(';')[0] ?? '0', 16)
    if (!size) break
    parts.push(body.subarray(end + 2, end + 2 + size))
    at = end + 4 + size
  }
  return Buffer.concat(parts)
}

function list(objects: Map<string, Held>, bucket: string, query: URLSearchParams, response: ServerResponse): void {
  const prefix = query.get('prefix') ?? ''
  const after = query.get('continuation-token') ?? ''
  const most = Number(query.get('max-keys') ?? 1000)
  const keys = [...objects.keys()]
    .filter((path) => path.startsWith(`${bucket}/${prefix}`))
    .map((path) => path.slice(bucket.length + 1))
    .filter((key) => Buffer.compare(Buffer.from(key), Buffer.from(after)) > 0)
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  const page = keys.slice(0, most)
  const more = keys.length > page.length
  const contents = page.map((key) => {
    const held = objects.get(`${bucket}/${key}`)
    return `<Contents><Key>${escapeXml(key)}</Key><LastModified>${held?.modified.toISOString()}</LastModified><ETag>${escapeXml(held?.etag ?? '')}</ETag><Size>${held?.body.length}</Size></Contents>`
  })
  const next = more ? `<NextContinuationToken>${escapeXml(page.at(-1) ?? '')}</NextContinuationToken>` : ''
  response.writeHead(200, { 'content-type': 'application/xml' })
  response.end(
    `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${bucket}</Name><IsTruncated>${more}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`,
  )
}

function unmet(request: IncomingMessage, held: Held | undefined): number | undefined {
  if (request.headers['if-none-match'] === '*' && held) return 412
  const match = request.headers['if-match']
  if (match === undefined) return undefined
  if (!held) return 404
  return match === held.etag ? undefined : 412
}

/** Begins to answer and does not end it. */
function breakOff(response: ServerResponse, body: Buffer, fault: Fault): void {
  const half = Math.floor(body.length / 2)
  if (fault === 'trickle') {
    let at = 0
    const timer = setInterval(() => response.write(body.subarray(at, ++at)), 20)
    response.once('close', () => clearInterval(timer))
  } else
    response.write(body.subarray(0, half), () => {
      if (fault === 'cut') response.socket?.end()
      else if (fault === 'reset') response.socket?.resetAndDestroy()
    })
}

/**
 * An S3 on 127.0.0.1 with strictly atomic conditional writes (one thread, one map, no await between test and set) and faults on
 * request. Knows PutObject, GetObject, HeadObject, DeleteObject and ListObjectsV2, path style.
 */
export async function startS3Stub(): Promise<S3Stub> {
  const objects = new Map<string, Held>()
  const requests: StubRequest[] = []

  function put(request: IncomingMessage, path: string, raw: Buffer, response: ServerResponse, fault?: Fault): void {
    const status = unmet(request, objects.get(path))
    if (status) {
      refuse(response, status, status === 404 ? 'NoSuchKey' : 'PreconditionFailed')
      return
    }
    const chunked = String(request.headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING')
    const body = chunked ? unchunked(raw) : raw
    const etag = `"${createHash('md5').update(body).digest('hex')}"`
    objects.set(path, { body, etag, modified: new Date() })
    if (fault === 'lost-ack') request.socket.destroy()
    else if (fault === 'late-error') refuse(response, 500, 'InternalError')
    else response.writeHead(200, { etag }).end()
  }

  function answer(request: IncomingMessage, response: ServerResponse, raw: Buffer): void {
    const url = new URL(request.url ?? '/', 'http://stub')
    const path = decodeURIComponent(url.pathname.slice(1)).replace(/\/$/, '')
    const conditional = Boolean(request.headers['if-match'] ?? request.headers['if-none-match'])
    const seen: StubRequest = { method: request.method ?? 'GET', path, conditional }
    requests.push(seen)
    const fault = stub.fault(seen)
    const held = objects.get(path)
    if (fault === 'hang') return
    if (fault === 'drop') request.socket.destroy()
    else if (fault === 'conflict') refuse(response, 409, 'ConditionalRequestConflict')
    else if (fault === 'denied') refuse(response, 403, 'AccessDenied')
    else if (fault === 'slow-down') refuse(response, 503, 'SlowDown')
    else if (fault === 'empty') response.writeHead(200).end()
    else if (!path.includes('/') && !stub.mayList) refuse(response, 403, 'AccessDenied')
    else if (!path.includes('/')) list(objects, path, url.searchParams, response)
    else if (seen.method === 'PUT') put(request, path, raw, response, fault)
    else if (seen.method === 'DELETE') {
      objects.delete(path)
      response.writeHead(204).end()
    } else if (!held) {
      if (stub.mayList) refuse(response, 404, 'NoSuchKey')
      else refuse(response, 403, 'AccessDenied')
    } else {
      const headers = {
        etag: held.etag,
        'content-length': held.body.length,
        'last-modified': held.modified.toUTCString(),
      }
      response.writeHead(200, headers)
      if (fault === undefined || fault === 'lost-ack' || fault === 'late-error')
        response.end(seen.method === 'HEAD' ? undefined : held.body)
      else breakOff(response, held.body, fault)
    }
  }

  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => answer(request, response, Buffer.concat(parts)))
  })
  let connections = 0
  server.on('connection', () => connections++)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const endpoint = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  const stub: S3Stub = {
    endpoint,
    objects,
    requests,
    connections: () => connections,
    mayList: true,
    fault: () => undefined,
    clientConfig: () => ({
      region: 'eu-west-1',
      endpoint,
      forcePathStyle: true,
      credentials: { accessKeyId: 'stub', secretAccessKey: 'stub' },
    }),
    close: () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
  return stub
}

/** The secret of `startS3StubHere`: what must never be printed. */
export const STUB_SECRET = 'stub-secret-value'

/** Starts the stub and points every SDK client of this process at it, with credentials that are worth nothing; closing it takes that back. */
export async function startS3StubHere(): Promise<S3Stub> {
  const stub = await startS3Stub()
  const variables = {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'stub',
    AWS_SECRET_ACCESS_KEY: STUB_SECRET,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL_S3: stub.endpoint,
  }
  Object.assign(process.env, variables)
  const { close } = stub
  return Object.assign(stub, {
    async close() {
      for (const name of Object.keys(variables)) delete process.env[name]
      await close()
    },
  })
}
