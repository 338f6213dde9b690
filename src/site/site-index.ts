import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { ObjectStore } from '../storage/object-store.ts'
import { SiteBusyError, SiteIndexDamagedError } from './errors.ts'
import { siteKeys } from './site-keys.ts'

/** One run as lists show it. */
const indexEntrySchema = z.object({
  run: z.string(),
  pipeline: z.string(),
  status: z.enum(['published', 'unchanged', 'blocked', 'failed', 'cancelled', 'timed_out']),
  /** When it ended. */
  at: z.string(),
  nominalTime: z.string().nullable(),
  verdict: z.enum(['passed', 'warned', 'blocked']).nullable(),
  read: z.number(),
  quarantined: z.number(),
  published: z.number(),
  release: z.number().nullable(),
  /** How much the release changed; absent in an index from before it was kept, and of runs that published nothing. */
  impact: z.enum(['none', 'small', 'large']).optional(),
  versions: z.record(z.string(), z.number()),
  /** What it changed, or, blocked, would have changed; and what waits for a person since. Absent in an index from before it was kept. */
  changed: z
    .array(
      z.object({
        dataset: z.string(),
        added: z.number(),
        removed: z.number(),
        changed: z.number(),
        impact: z.enum(['none', 'small', 'large']).optional(),
      }),
    )
    .optional(),
  waiting: z.object({ review: z.number(), setAside: z.number() }).optional(),
})
export type IndexEntry = z.infer<typeof indexEntrySchema>

const headSchema = z.object({
  format: z.literal(1),
  /** Runs in all. */
  total: z.int().nonnegative(),
  /** Pages of `pageSize` older runs, numbered from 0, each written once. */
  pages: z.int().nonnegative(),
  pageSize: z.int().positive(),
  /** Every pipeline that a run was of, in the order of their names. A site from before this was kept names those of its newest runs. */
  pipelines: z.array(z.string()).default([]),
  /** The runs after the last page, oldest first: fewer than two pages. */
  recent: z.array(indexEntrySchema),
})
export type SiteHead = z.infer<typeof headSchema>

/** Runs on one page of the index. */
export const PAGE_SIZE = 50

const mostTries = 60
const empty: SiteHead = { format: 1, total: 0, pages: 0, pageSize: PAGE_SIZE, pipelines: [], recent: [] }

/** The index as it stands, with the etag that a change must still find. @throws SiteIndexDamagedError */
export async function readHead(store: ObjectStore): Promise<{ head: SiteHead; etag: string | undefined }> {
  const held = await store.get(siteKeys.head)
  if (held === undefined) return { head: empty, etag: undefined }
  const where = store.uri(siteKeys.head)
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder().decode(held.body))
  } catch {
    throw new SiteIndexDamagedError(where, 'it is not JSON')
  }
  const parsed = headSchema.safeParse(json)
  if (!parsed.success) throw new SiteIndexDamagedError(where, parsed.error.issues[0]?.message ?? 'unknown shape')
  return { head: parsed.data, etag: held.etag }
}

/**
 * Adds a run to the index, or replaces it when it is among the newest (a repeated stage). Work and bytes do not depend on how many
 * runs there are: one small document is exchanged by compare-and-set, and every 50th run moves the oldest 50 of it to a page of
 * their own, which is never written again. @throws SiteBusyError, SiteIndexDamagedError
 */
export async function addToIndex(store: ObjectStore, entry: IndexEntry): Promise<SiteHead> {
  for (let attempt = 0; attempt < mostTries; attempt++) {
    const { head, etag } = await readHead(store)
    const next = withEntry(head, entry)
    // The page first: a head that counts a page nobody wrote would be a hole.
    if (next.pages > head.pages)
      await store.create(siteKeys.page(head.pages), JSON.stringify(head.recent.slice(0, PAGE_SIZE)))
    if (await store.swap(siteKeys.head, JSON.stringify(next), etag)) return next
    await sleep(Math.random() * Math.min(500, 5 * 2 ** Math.min(attempt, 7)))
  }
  throw new SiteBusyError(store.uri(siteKeys.head), mostTries)
}

/** The pipelines of a site, one more among them when it is given. */
export const pipelinesOf = ({ pipelines, recent }: SiteHead, ...more: string[]): string[] =>
  [...new Set([...pipelines, ...recent.map(({ pipeline }) => pipeline), ...more])].sort()

function withEntry(head: SiteHead, entry: IndexEntry): SiteHead {
  const at = head.recent.findIndex(({ run }) => run === entry.run)
  const pipelines = pipelinesOf(head, entry.pipeline)
  if (at >= 0) return { ...head, pipelines, recent: head.recent.with(at, entry) }
  const recent = [...head.recent, entry]
  const full = recent.length >= 2 * PAGE_SIZE
  return {
    ...head,
    pipelines,
    total: head.total + 1,
    pages: head.pages + (full ? 1 : 0),
    recent: full ? recent.slice(PAGE_SIZE) : recent,
  }
}
