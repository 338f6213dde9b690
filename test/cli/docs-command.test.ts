import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SiteServer, serveSite } from '../../src/cli/serve-site.ts'
import { publishRun } from '../../src/site/index.ts'
import { openStore } from '../../src/storage/open-store.ts'
import { siteRun } from '../site/fixture.ts'
import { temporaryFolder } from '../support/landing.ts'
import { hotpass } from './fake-io.ts'

const folder = temporaryFolder('docs')
const store = openStore(join(folder, 'store'))
let server: SiteServer

beforeAll(async () => {
  await store.put('runs/secret.json', 'not for reading')
  await publishRun(store, siteRun(0))
  server = await serveSite(store, 0)
})
afterAll(() => server.close())

/** As raw as it gets: fetch would tidy the path and refuse to forge a host. */
const ask = (path: string, options: { method?: string; headers?: Record<string, string> } = {}) =>
  new Promise<{ code: number; body: string; headers: NodeJS.Dict<string | string[]> }>((done, fail) => {
    const asked = request(server.url, { path, ...options }, (reply) => {
      let body = ''
      reply.on('data', (piece) => {
        body += piece
      })
      reply.on('end', () => done({ code: reply.statusCode ?? 0, body, headers: reply.headers }))
    })
    asked.on('error', fail)
    asked.end()
  })

describe('the server of the pages', () => {
  test('serves the site with its policy, and a page that has not changed not twice', async () => {
    const page = await ask('/')
    expect(page.code).toBe(200)
    expect(page.headers['content-security-policy']).toContain("default-src 'none'")
    expect(page.headers['content-type']).toContain('text/html')
    expect((await ask('/', { headers: { 'if-none-match': String(page.headers.etag) } })).code).toBe(304)
    expect((await ask('/assets/app.js')).headers['content-type']).toContain('text/javascript')
    expect((await ask('/index/head.json', { method: 'HEAD' })).body).toBe('')
  })

  test.each([
    '/../runs/secret.json',
    '/%2e%2e/runs/secret.json',
    '/..%2fruns%2fsecret.json',
    '//runs/secret.json',
    '/./../runs/secret.json',
    '/%00',
    '/%',
    '/a\\..\\b',
    '/.store/x',
  ])('%s leads nowhere', async (path) => {
    const reply = await ask(path)
    expect(reply.code).toBe(404)
    expect(reply.body).not.toContain('not for reading')
  })

  test('refuses to write, and answers no name but this machine', async () => {
    for (const method of ['PUT', 'POST', 'DELETE']) expect((await ask('/index.html', { method })).code).toBe(405)
    expect((await ask('/', { headers: { host: 'evil.example' } })).code).toBe(403)
  })
})

describe('hotpass docs', () => {
  test('serves until it is told to stop', async () => {
    const stop = new AbortController()
    const done = hotpass(['docs', '--store', join(folder, 'store'), '--port', '0'], { signal: stop.signal })
    stop.abort()
    const { exit, out } = await done
    expect(exit).toBe(0)
    expect(out).toMatch(/http:\/\/127\.0\.0\.1:\d+\//)
  })

  test('a store without pages and a port that is none are told as such', async () => {
    await openStore(join(folder, 'bare')).put('runs/x', '')
    const bare = await hotpass(['docs', '--store', join(folder, 'bare')])
    expect(bare.exit).toBe(2)
    expect(bare.err).toMatch(/hotpass docs --store \S+ --rebuild/)
    expect((await hotpass(['docs', '--store', join(folder, 'store'), '--port', 'http'])).exit).toBe(2)
  })
})
