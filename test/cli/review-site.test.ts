import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ReviewSite, reviewSite } from '../../src/cli/review-site.ts'
import { type SiteServer, serveSite } from '../../src/cli/serve-site.ts'
import { temporaryFolder } from '../support/landing.ts'
import { reviewPair, reviewStore } from '../support/review-store.ts'
import { storeKeys } from '../support/run-store.ts'

const folder = temporaryFolder('review-site')
let server: SiteServer
let review: ReviewSite
let origin: string

beforeAll(async () => {
  const store = await reviewStore(folder, [reviewPair(1, 2)], [reviewPair(2, 0.5)])
  review = reviewSite(store, 'Nandi', undefined)
  server = await serveSite(store, 0, review)
  origin = server.url.slice(0, -1)
})
afterAll(() => server.close())

interface Asked {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string
}
/** As raw as it gets: fetch would not forge a host or an origin. */
const ask = (path: string, { method = 'GET', headers = {}, body }: Asked = {}) =>
  new Promise<{ code: number; text: string; headers: NodeJS.Dict<string | string[]> }>((done, fail) => {
    const asked = request(server.url, { path, method, headers }, (reply) => {
      let text = ''
      reply.on('data', (piece) => {
        text += piece
      })
      reply.on('end', () => done({ code: reply.statusCode ?? 0, text, headers: reply.headers }))
    })
    asked.on('error', fail)
    asked.end(body)
  })

const good = () => ({ origin, 'content-type': 'application/json', 'x-hotpass-token': review.token })
const about = (n: number, more: object = {}) =>
  JSON.stringify({
    pair_id: reviewPair(n, 0).pair_id,
    subject: 'organizations',
    verdict: 'same',
    why: 'known',
    ...more,
  })
const post = (body: string, headers: Record<string, string> = good(), path = '/review/answers') =>
  ask(path, { method: 'POST', headers, body })

describe('the review page', () => {
  test('reads without a token, with the policy of the pages, and neither keys nor personal values', async () => {
    const page = await ask('/review/')
    expect(page.code).toBe(200)
    expect(page.headers['content-security-policy']).toContain("default-src 'none'")
    expect(page.text).not.toContain(review.token)
    for (const asset of ['review.js', 'review.css', 'dom.js']) expect((await ask(`/review/${asset}`)).code).toBe(200)
    const told = await ask('/review/pairs.json')
    expect(JSON.parse(told.text).pairs).toHaveLength(2)
    expect(told.text).not.toMatch(/27821234567|s\|c\|/)
    expect(told.headers['cache-control']).toBe('no-store')
    for (const path of ['/review/app.js', '/review/../runs/x', '/review/secret'])
      expect((await ask(path)).code).toBe(404)
  })

  test.each([
    ['no token', () => ({ ...good(), 'x-hotpass-token': '' })],
    ['another token', () => ({ ...good(), 'x-hotpass-token': `${review.token}x` })],
    ['the origin of another page', () => ({ ...good(), origin: 'https://evil.example' })],
    ['no origin', () => ({ 'content-type': 'application/json', 'x-hotpass-token': review.token })],
    ['a form of another page', () => ({ ...good(), 'content-type': 'application/x-www-form-urlencoded' })],
    ['a request that crosses sites', () => ({ ...good(), 'sec-fetch-site': 'cross-site' })],
    ['another name of this machine', () => ({ ...good(), host: 'evil.example', origin: 'http://evil.example' })],
  ])('%s decides nothing', async (_, headers) => {
    await ask('/review/pairs.json')
    expect((await post(about(2), headers())).code).toBe(403)
    expect(storeKeys(`${folder}/store`, 'decisions')).toEqual([])
  })

  test('what is no answer is refused with a sentence', async () => {
    await ask('/review/pairs.json')
    expect((await post('{')).code).toBe(413)
    expect((await post(`"${'x'.repeat(5000)}"`)).code).toBe(413)
    expect((await post(about(2, { verdict: 'perhaps' }))).text).toContain('neither same nor different')
    expect((await post(about(2, { why: ' ' }))).code).toBe(400)
    expect((await post(about(7))).code).toBe(404)
    expect((await ask('/review/answers', { method: 'PUT', headers: good() })).code).toBe(405)
    expect(storeKeys(`${folder}/store`, 'decisions')).toEqual([])
  })

  test('the token decides, as the command does; only what was decided here is undone here', async () => {
    await ask('/review/pairs.json')
    const { decision } = JSON.parse((await post(about(2))).text) as { decision: string }
    expect(decision).toMatch(/^dec_/)
    expect(JSON.parse((await post(about(2))).text)).toEqual({ decision: null })
    expect((await post(about(2, { verdict: 'different' }))).code).toBe(409)
    expect(JSON.parse((await ask('/review/pairs.json')).text).pairs).toHaveLength(1)
    const undo = (id: string) => post(JSON.stringify({ decision: id }), good(), '/review/withdrawals')
    expect((await undo('dec_abcdefghij234567abcd')).code).toBe(404)
    expect((await undo(decision)).code).toBe(200)
    expect((await undo(decision)).code).toBe(404)
    expect(JSON.parse((await ask('/review/pairs.json')).text).pairs).toHaveLength(2)
  })
})
