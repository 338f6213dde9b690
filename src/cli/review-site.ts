import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import type { ReviewPair } from '../resolve/review/index.ts'
import { nextPairs } from '../resolve/review/next-pairs.ts'
import { pageShell } from '../site/page-shell.ts'
import { siteAsset } from '../site/site-assets.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { answerPair, withdrawAnswer } from './answer-pair.ts'
import { UsageError } from './errors.ts'
import { pairMasker } from './review-entities.ts'
import { askedPairs, decisionsAbout, decisionsByPair, pairOf, type ReviewQueue, readQueue } from './review-queue.ts'
import { comparedFields } from './side-by-side.ts'
import { storeReach, withEngine } from './with-engine.ts'

/** What the review page answers a request. */
export interface ReviewReply {
  readonly code: number
  readonly type: 'html' | 'js' | 'css' | 'json'
  readonly body: string | Uint8Array
}

/** The review page of a store: reading is free, answering needs the token. */
export interface ReviewSite {
  /** Printed in the terminal for the person who started the server, and nowhere else. */
  readonly token: string
  /** @param origin what the server is reached by, such as http://127.0.0.1:4117. @returns undefined for what is no path of this page */
  answer(request: IncomingMessage, origin: string): Promise<ReviewReply | undefined>
}

const ASSETS: Readonly<Record<string, ReviewReply['type']>> = { 'review.js': 'js', 'dom.js': 'js', 'review.css': 'css' }
const ASKED = 20
const MOST_BYTES = 4096

const answerSchema = z.strictObject({
  pair_id: z.string().max(64),
  subject: z.string().max(200),
  verdict: z.enum(['same', 'different']),
  why: z.string().trim().min(1).max(500),
})
const withdrawalSchema = z.strictObject({ decision: z.string().max(64) })

export function reviewSite(store: ObjectStore, by: string, pipeline: string | undefined): ReviewSite {
  const token = randomBytes(24).toString('base64url')
  let asked: ReviewQueue | undefined
  /** Only what this page decided can be undone in it. */
  const decidedHere = new Set<string>()

  const listed = async (): Promise<ReviewReply> => {
    const queue = await withEngine(storeReach(store), (engine, scratch) =>
      readQueue(store, engine, scratch, pipeline === undefined ? {} : { pipeline }),
    )
    asked = queue
    const decided = decisionsByPair(await decisionsAbout(store, queue.pipeline))
    const mask = pairMasker(queue.domain)
    const pairs = nextPairs(askedPairs(queue), (pair) => decided.has(pairOf(pair)), ASKED)
    return json(200, {
      run: queue.run,
      pipeline: queue.pipeline,
      pairs: pairs.map((pair) => toldPair(pair, mask(pair))),
    })
  }

  const decided = async (body: unknown): Promise<ReviewReply> => {
    const said = answerSchema.safeParse(body)
    if (!said.success) return refusal(400, 'The answer names no pair, or neither same nor different, or no reason.')
    const { pair_id, subject, verdict, why } = said.data
    const pair = asked && askedPairs(asked).find((one) => one.pair_id === pair_id && one.subject === subject)
    if (asked === undefined || pair === undefined)
      return refusal(404, 'That pair is not in the queue any more. Load the page again.')
    const answered = await answerPair(store, asked.pipeline, pair, verdict, { by, why })
    if (answered.outcome === 'contradicts') return refusal(409, answered.messages.join(' '))
    if (answered.outcome === 'repeated') return json(200, { decision: null })
    decidedHere.add(answered.decision.id)
    return json(200, { decision: answered.decision.id })
  }

  const withdrawn = async (body: unknown): Promise<ReviewReply> => {
    const said = withdrawalSchema.safeParse(body)
    if (!said.success || asked === undefined || !decidedHere.has(said.data.decision))
      return refusal(404, 'This page made no such decision. Take it back with: hotpass review withdraw')
    const done = await withdrawAnswer(store, asked.pipeline, said.data.decision, { by, why: 'undone at once' })
    return done ? json(200, {}) : refusal(404, 'That decision is not in force any more.')
  }

  const written = async (request: IncomingMessage, origin: string, path: string): Promise<ReviewReply> => {
    const objection = objectionTo(request, origin, token)
    if (objection !== undefined) return refusal(403, objection)
    const body = await bodyOf(request)
    if (body === undefined) return refusal(413, `An answer is JSON of at most ${MOST_BYTES} bytes.`)
    return path === '/review/answers' ? decided(body) : withdrawn(body)
  }

  return {
    token,
    async answer(request, origin) {
      const path = (request.url ?? '').replace(/[?#].*$/s, '')
      if (request.method === 'POST' && (path === '/review/answers' || path === '/review/withdrawals'))
        return written(request, origin, path)
      if (request.method !== 'GET' && request.method !== 'HEAD') return undefined
      if (path === '/review/' || path === '/review') return { code: 200, type: 'html', body: reviewPage() }
      const asset = /^\/review\/([a-z]+\.(?:js|css))$/.exec(path)?.[1] ?? ''
      const type = Object.hasOwn(ASSETS, asset) ? ASSETS[asset] : undefined
      if (type !== undefined) return { code: 200, type, body: await siteAsset(asset) }
      if (path !== '/review/pairs.json') return undefined
      return listed().catch((error: unknown) => {
        if (error instanceof UsageError) return refusal(404, error.message)
        throw error
      })
    },
  }
}

/**
 * Why a request must not write: another page sent it (Origin, Sec-Fetch-Site), a form could have (its type), or it does not know the token.
 * The host was looked at before.
 */
function objectionTo({ headers }: IncomingMessage, origin: string, token: string): string | undefined {
  if (headers.origin !== origin) return 'Only the review page itself can answer.'
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') return 'Only the review page itself can answer.'
  if (!/^application\/json(?:;|$)/.test(headers['content-type'] ?? '')) return 'An answer is JSON.'
  const hash = (text: string) => createHash('sha256').update(text).digest()
  const given = headers['x-hotpass-token']
  return typeof given === 'string' && timingSafeEqual(hash(given), hash(token))
    ? undefined
    : 'To answer, open the address that hotpass docs printed in the terminal, with its token.'
}

/** The JSON that was sent; undefined where it is none, or too long. */
async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = ''
  for await (const piece of request.setEncoding('utf8')) {
    text += String(piece)
    if (text.length > MOST_BYTES) return undefined
  }
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What the page is told of a pair: no key, and personal values masked. */
const toldPair = (pair: ReviewPair, masked: ReviewPair) => ({
  ...{ pair_id: pair.pair_id, subject: pair.subject, reason: pair.reason },
  ...{ left_record: masked.left_record, right_record: masked.right_record },
  ...{ match_weight: pair.match_weight, match_probability: pair.match_probability },
  fields: comparedFields(pair, masked),
  waterfall: pair.waterfall,
})

const json = (code: number, value: unknown): ReviewReply => ({ code, type: 'json', body: JSON.stringify(value) })
const refusal = (code: number, error: string): ReviewReply => json(code, { error })

const reviewPage = (): string =>
  pageShell({
    title: 'Review pairs',
    body: `<h1>Are they one?</h1>
<p id="said" class="notice" role="status" aria-live="polite">Looking for the pairs whose answers teach most …</p>
<div id="review"></div>
<noscript><p class="notice">This page needs its script. In a terminal: hotpass review next</p></noscript>`,
    root: '../',
    scripts: ['review/review.js'],
    styles: ['review/review.css'],
  })
