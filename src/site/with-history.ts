import type { ObjectStore } from '../storage/object-store.ts'
import { type IndexEntry, readHead } from './site-index.ts'
import { siteKeys } from './site-keys.ts'
import type { SiteRun } from './site-run.ts'

/** Earlier runs a history reaches back to. */
const REACH = 29

/**
 * The run with what its expectations showed before. It stands in the page of the pipeline's run before this one, so one document is
 * read however many runs there were.
 */
export async function withHistory(store: ObjectStore, run: SiteRun): Promise<SiteRun> {
  const before = await previousRun(store, run)
  if (before === undefined) return run
  const history = [...before.history, { run: before.run, at: before.at }].slice(-REACH)
  const known = new Map(before.expectations.map((one) => [`${one.dataset}\0${one.id}`, one]))
  const none = history.map(() => null)
  return {
    ...run,
    history,
    expectations: run.expectations.map((one) => {
      const earlier = known.get(`${one.dataset}\0${one.id}`)
      return { ...one, past: earlier ? [...earlier.past, earlier.value].slice(-REACH) : none }
    }),
  }
}

async function previousRun(store: ObjectStore, run: SiteRun): Promise<SiteRun | undefined> {
  const { head } = await readHead(store)
  // A run may be told again when later ones have ended.
  const judged = ({ pipeline, at, verdict, status }: IndexEntry) =>
    pipeline === run.pipeline && at < run.at && verdict !== null && status !== 'unchanged'
  const entry = head.recent.findLast(judged)
  const held = entry && (await store.get(siteKeys.run(entry.run)))
  return held && (JSON.parse(new TextDecoder().decode(held.body)) as SiteRun)
}
