import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { gunzipSync } from 'node:zlib'

export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** Answers a request itself (true), or leaves it to the collector (false). */
export type Behaviour = (request: Received, response: ServerResponse, socket: Socket) => boolean | Promise<boolean>

export interface Collector {
  readonly url: string
  readonly received: Received[]
  /** The bodies of POSTs the collector itself accepted, in order of arrival. */
  readonly events: Record<string, unknown>[]
  behave: Behaviour
  close(): Promise<void>
}

/** An HTTP back end on 127.0.0.1 that takes events with 201, unless its behaviour says otherwise. */
export async function startCollector(behave: Behaviour = () => false): Promise<Collector> {
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', async () => {
      const raw = Buffer.concat(parts)
      const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw).toString('utf8')
      const received = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, text }
      collector.received.push(received)
      if (await collector.behave(received, response, request.socket)) return
      if (received.method === 'POST') collector.events.push(JSON.parse(text))
      response.writeHead(201).end()
    })
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const collector: Collector = {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    received: [],
    events: [],
    behave,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((done) => server.close(done))
    },
  }
  return collector
}
