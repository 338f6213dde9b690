import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CONTENT_SECURITY_POLICY } from '../site/content-security-policy.ts'
import { siteKeys } from '../site/site-keys.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import type { ReviewSite } from './review-site.ts'

const TYPES = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  svg: 'image/svg+xml',
  png: 'image/png',
} as const

const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'cache-control': 'no-cache',
} as const

export interface SiteServer {
  readonly url: string
  close(): Promise<void>
}

/**
 * Serves `site/` of a store on 127.0.0.1, for reading only: no other key, no other method, no other host name (a page elsewhere that
 * points its own name at this machine gets nothing).
 * @param port 0 takes any free one
 * @param review what answers under `/review/`, and alone may write
 */
export async function serveSite(store: ObjectStore, port: number, review?: ReviewSite): Promise<SiteServer> {
  const server = createServer((request, response) => {
    const at = (server.address() as AddressInfo | null)?.port ?? port
    answer(store, request, response, at, review).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { ...HEADERS, 'content-type': 'text/plain; charset=utf-8' })
      response.end(error instanceof Error ? error.message : 'The store could not be read.')
    })
  })
  await listen(server, port)
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((done, fail) => {
    server.once('error', fail)
    server.listen(port, '127.0.0.1', done)
  })

async function answer(
  store: ObjectStore,
  request: IncomingMessage,
  response: ServerResponse,
  port: number,
  review: ReviewSite | undefined,
): Promise<void> {
  const refuse = (code: number, text: string) => {
    response.writeHead(code, { ...HEADERS, 'content-type': 'text/plain; charset=utf-8' })
    response.end(text)
  }
  const host = request.headers.host ?? ''
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`)
    return refuse(403, 'This server answers this machine only.')
  const reviewed = await review?.answer(request, `http://${host}`)
  if (reviewed !== undefined) {
    const { code, type, body } = reviewed
    response.writeHead(code, { ...HEADERS, 'cache-control': 'no-store', 'content-type': TYPES[type] })
    response.end(request.method === 'HEAD' ? undefined : body)
    return
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'These pages can only be read.')
  const key = keyOf(request.url ?? '/')
  if (key === undefined) return refuse(404, 'There is no such page.')
  const held = await store.get(key)
  if (held === undefined) return refuse(404, 'There is no such page.')
  const tag = `"${held.etag.replaceAll('"', '')}"`
  const ending = /\.([a-z]+)$/.exec(key)?.[1] ?? ''
  const type = Object.entries(TYPES).find(([name]) => name === ending)?.[1] ?? 'application/octet-stream'
  if (request.headers['if-none-match'] === tag) {
    response.writeHead(304, { ...HEADERS, etag: tag })
    response.end()
    return
  }
  response.writeHead(200, { ...HEADERS, etag: tag, 'content-type': type, 'content-length': held.body.byteLength })
  response.end(request.method === 'HEAD' ? undefined : held.body)
}

/** The key a path names, when it is one of the site's. */
function keyOf(url: string): string | undefined {
  let path: string
  try {
    path = decodeURIComponent(url.replace(/[?#].*$/s, ''))
  } catch {
    return undefined
  }
  const name = path === '/' ? 'index.html' : path.slice(1)
  if (!/^[A-Za-z0-9][A-Za-z0-9._/-]*$/.test(name) || name.split('/').some((part) => /^\.*$/.test(part)))
    return undefined
  return `${siteKeys.root}${name}`
}
